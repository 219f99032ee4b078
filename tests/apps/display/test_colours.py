import random

import pytest

from apps.display.colours import PALETTE, ColourAssignment


def test_everybody_has_a_colour_of_their_own_while_there_are_colours() -> None:
    colours = ColourAssignment().update(range(len(PALETTE)))
    assert sorted(colours) == sorted(PALETTE)


def test_a_colour_stays_with_its_person() -> None:
    assignment = ColourAssignment()
    (first,) = assignment.update([7])
    assert assignment.update([3, 7])[1] == first
    assert assignment.update([3])[0] != first
    assert assignment.update([7, 3])[0] == first


def test_who_returns_gets_the_colour_back_while_nobody_needs_it() -> None:
    assignment = ColourAssignment()
    before = assignment.update([1, 2])
    assignment.update([])
    assert assignment.update([2, 1]) == before[::-1]


def test_a_new_person_gets_the_colour_of_whoever_has_been_gone_longest() -> None:
    assignment = ColourAssignment(["red", "green", "blue"])
    assert assignment.update([1, 2, 3]) == ("red", "green", "blue")
    assignment.update([1, 3])
    assignment.update([3])
    assert assignment.update([3, 4]) == ("blue", "green")
    assert assignment.update([3, 4, 5]) == ("blue", "green", "red")


def test_after_a_crowd_newcomers_get_a_colour_that_is_free() -> None:
    assignment = ColourAssignment(["red", "green"])
    assert assignment.update([1, 2, 3]) == ("red", "green", "red")
    assert assignment.update([3]) == ("red",)
    assert assignment.update([3, 4]) == ("red", "green")


def test_two_who_shared_a_colour_do_not_when_they_return_alone() -> None:
    assignment = ColourAssignment(["red", "green"])
    assignment.update([1, 2, 3])
    assignment.update([])
    assert set(assignment.update([1, 3])) == {"red", "green"}


def test_more_people_than_colours_share_evenly() -> None:
    colours = ColourAssignment(["red", "green"]).update([1, 2, 3, 4])
    assert sorted(colours) == ["green", "green", "red", "red"]


def test_the_same_arrivals_get_the_same_colours_whatever_the_ids_are() -> None:
    first, second = ColourAssignment(), ColourAssignment()
    assert first.update([1, 2, 3]) == second.update([901, 17, 44])


@pytest.mark.parametrize("seed", range(5))
def test_no_two_people_ever_share_a_colour_in_a_coming_and_going_of_few(seed: int) -> None:
    rng = random.Random(seed)
    assignment = ColourAssignment()
    before: dict[int, str] = {}
    for _ in range(300):
        present = rng.sample(range(20), rng.randint(0, len(PALETTE)))
        now = dict(zip(present, assignment.update(present), strict=True))
        assert len(set(now.values())) == len(present)
        assert all(now.get(id_, colour) == colour for id_, colour in before.items())
        before = now


def test_memory_of_colours_does_not_grow_with_visitors() -> None:
    assignment = ColourAssignment()
    for id_ in range(10_000):
        assignment.update([id_])
    assert len(assignment._present) + len(assignment._gone) <= len(PALETTE)
