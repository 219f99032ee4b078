import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decoders.candidates import Candidates, intersection_over_union, joined, suppressed

heads = st.lists(
    st.tuples(st.floats(0, 3), st.floats(0, 3), st.floats(0.05, 1)), max_size=12, unique=True
)


def candidates(*people: tuple[float, float, float]) -> Candidates:
    """People by the middle of the head, which is one unit large, and their score."""
    x, y, scores = np.array(people, np.float32).reshape(-1, 3).T
    centres = np.column_stack([x, y])
    return Candidates(
        np.stack([centres - 0.5, centres + 0.5], axis=1),
        np.stack([centres + [0, 2], np.tile([0, -3], (len(x), 1))], axis=1).astype(np.float32),
        scores,
    )


def test_heads_overlap_by_the_share_of_what_they_cover_together() -> None:
    boxes = candidates((0, 0, 1), (0.5, 0, 1), (2, 0, 1)).boxes
    assert intersection_over_union(boxes) == pytest.approx(
        np.array([[1, 1 / 3, 0], [1 / 3, 1, 0], [0, 0, 1]])
    )


def test_boxes_without_an_area_overlap_nothing() -> None:
    assert intersection_over_union(np.zeros((2, 2, 2), np.float32)).tolist() == [[0, 0], [0, 0]]


def test_one_head_becomes_the_mean_of_its_candidates_by_score() -> None:
    merged = suppressed(candidates((0.3, 0, 0.25), (0, 0, 0.75)), 0.3)
    assert merged.scores.tolist() == [0.75]
    assert merged.boxes.mean(axis=1)[0] == pytest.approx([0.075, 0])
    assert merged.regions[0] == pytest.approx(np.array([[0.075, 2], [0, -3]]))


def test_heads_apart_are_two_people_the_best_first() -> None:
    people = suppressed(candidates((0, 0, 0.5), (0.9, 0, 0.9)), 0.3)
    assert people.boxes.mean(axis=1) == pytest.approx(np.array([[0.9, 0], [0, 0]]))
    assert people.scores == pytest.approx([0.9, 0.5])


def test_nobody_stays_nobody() -> None:
    assert len(suppressed(candidates(), 0.3).scores) == 0


@given(heads)
def test_everybody_is_near_somebody_who_is_kept(people: list[tuple[float, float, float]]) -> None:
    found = candidates(*people)
    kept = suppressed(found, 0.3)
    assert np.all(np.diff(kept.scores) <= 0)
    assert set(kept.scores.tolist()) <= set(found.scores.tolist())
    for box in found.boxes:
        distances = np.abs(kept.boxes - box).max(axis=(1, 2))
        assert distances.min() < 2 * (1 - 0.3)


@given(heads, heads)
def test_candidates_are_joined_in_order(
    some: list[tuple[float, float, float]], others: list[tuple[float, float, float]]
) -> None:
    together = joined([candidates(*some), candidates(*others)])
    for field, expected in zip(together, candidates(*some, *others), strict=True):
        assert np.array_equal(field, expected)
