from collections.abc import Iterable

import pytest

from tests.engine.idf1 import Identities


def score(frames: Iterable[dict[str, int]], missed: Iterable[str] = ()) -> float:
    """The score of frames that tell who was given which id, besides whom nobody found."""
    identities = Identities()
    for frame in frames:
        identities.update([*frame, *missed], frame.values(), frame.items())
    return identities.idf1()


def test_ids_that_stay_score_1() -> None:
    assert score([{"ada": 7, "ben": 9}] * 10) == 1.0


def test_ids_that_are_swapped_half_way_score_a_half() -> None:
    assert score([{"ada": 7, "ben": 9}] * 5 + [{"ada": 9, "ben": 7}] * 5) == 0.5


def test_one_person_with_two_ids_is_right_for_the_longer_one() -> None:
    assert score([{"ada": 7}] * 8 + [{"ada": 9}] * 2) == pytest.approx(0.8)


def test_somebody_who_is_never_found_counts() -> None:
    assert score([{"ada": 7}] * 10, missed=["ben"]) == pytest.approx(2 / 3)
