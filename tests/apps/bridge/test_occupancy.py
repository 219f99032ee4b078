from apps.bridge.occupancy import Occupancy
from tests.apps.people import frame, person


def counts(*people: int, rate: float = 10.0) -> list[int]:
    occupancy = Occupancy(patience=1.0)
    return [
        occupancy.update(frame(*map(person, range(found)), number=number, rate=rate))
        for number, found in enumerate(people)
    ]


def test_who_comes_counts_at_once() -> None:
    assert counts(0, 1, 3) == [0, 1, 3]


def test_who_is_lost_for_a_moment_still_counts() -> None:
    assert counts(2, 1, 0, 2) == [2, 2, 2, 2]


def test_who_is_gone_for_longer_has_left() -> None:
    assert counts(2, *[1] * 10) == [2] * 10 + [1]


def test_a_file_that_starts_over_is_counted_anew() -> None:
    occupancy = Occupancy()
    occupancy.update(frame(person(), number=100))
    assert occupancy.update(frame(number=0)) == 0


def test_what_was_before_a_time_without_frames_is_forgotten() -> None:
    occupancy = Occupancy()
    occupancy.update(frame(person()))
    occupancy.forget()
    assert occupancy.update(frame(number=1)) == 0
