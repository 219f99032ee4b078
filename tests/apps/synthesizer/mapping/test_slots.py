import itertools

import msgspec
import pytest

from apps.synthesizer.mapping.slots import Slots
from apps.synthesizer.settings import SlotSettings
from engine.poses import Pose
from tests.apps.synthesizer.mapping.dancers import HEAD, HIPS, RATE, K, dancer, frame

GRACE = 4.0
LEFT, MIDDLE, RIGHT = 0.3, 0.9, 1.5


class Room:
    """Three slots, frame by frame."""

    def __init__(self, count: int = 3) -> None:
        self.slots = Slots(count, SlotSettings(grace=GRACE))
        self.number = 0

    def show(self, *poses: Pose, seconds: float = 1 / RATE) -> list[int | None]:
        """Whose each slot is after these have been there for some seconds; None if empty."""
        for _ in range(round(seconds * RATE)):
            self.slots.update(frame(self.number, *poses))
            self.number += 1
        return [None if one is None else one.id for one in self.slots.occupants]

    def waiting(self) -> tuple[int, ...]:
        return self.slots.waiting


def test_the_first_three_have_the_slots_and_keep_them_in_whatever_order_they_are_found() -> None:
    it = Room()
    people = [dancer(7, x=LEFT), dancer(3, x=MIDDLE), dancer(5, x=RIGHT)]
    assert it.show(*people) == [7, 3, 5]
    for order in itertools.permutations(people):
        assert it.show(*order) == [7, 3, 5]


def test_a_fourth_waits_and_is_promoted_when_a_slot_is_free() -> None:
    it = Room()
    three = [dancer(1, x=LEFT), dancer(2, x=MIDDLE), dancer(3, x=RIGHT)]
    it.show(*three, seconds=1)
    it.show(*three, dancer(4, x=1.1), seconds=1)
    assert it.waiting() == (4,)
    assert it.show(three[0], three[2], dancer(4, x=1.1), seconds=GRACE - 0.1) == [1, 2, 3]
    assert it.show(three[0], three[2], dancer(4, x=1.1), seconds=0.3) == [1, 4, 3]
    assert it.waiting() == ()


def test_those_who_wait_are_promoted_in_the_order_in_which_they_came() -> None:
    it = Room(1)
    it.show(dancer(1), dancer(5), seconds=1)
    it.show(dancer(1), dancer(3), dancer(5), seconds=1)
    it.show(dancer(1), dancer(4), dancer(3), dancer(5), seconds=1)
    assert it.waiting() == (5, 3, 4)
    assert it.show(dancer(4), dancer(3), dancer(5), seconds=GRACE + 1) == [5]
    assert it.waiting() == (3, 4)


def test_who_is_missed_and_found_again_keeps_the_slot() -> None:
    it = Room()
    both = [dancer(1, x=LEFT), dancer(2, x=RIGHT)]
    it.show(*both, seconds=1)
    assert it.show(both[1], seconds=2) == [1, 2, None]
    assert it.show(both[1], both[0], seconds=1) == [1, 2, None]


@pytest.mark.parametrize("away", [0.1, 1.0, 3.8])
def test_who_steps_out_and_back_keeps_the_slot_though_the_id_is_new(away: float) -> None:
    it = Room()
    stays = dancer(2, x=RIGHT)
    it.show(dancer(1, x=0.1), stays, seconds=1)
    it.show(stays, seconds=away)
    assert it.show(dancer(9, x=0.0), stays, seconds=1) == [9, 2, None]


def test_two_who_are_lost_in_a_crossing_get_their_own_slots_back() -> None:
    it = Room()
    it.show(dancer(1, x=0.8), dancer(2, x=1.0), seconds=1)
    it.show(seconds=0.4)
    assert it.show(dancer(8, x=1.1), dancer(9, x=0.75), seconds=1) == [9, 8, None]


def test_who_comes_in_at_the_other_edge_is_somebody_else() -> None:
    it = Room()
    it.show(dancer(1, x=0.1), seconds=1)
    it.show(seconds=1)
    assert it.show(dancer(9, x=1.7), seconds=1) == [1, 9, None]


def test_who_is_of_another_size_is_somebody_else() -> None:
    it = Room()
    it.show(dancer(1, x=0.1, torso=0.2), seconds=1)
    it.show(seconds=1)
    assert it.show(dancer(9, x=0.1, torso=0.11), seconds=1) == [1, 9, None]


def test_the_nearer_of_two_newcomers_is_the_one_who_is_back() -> None:
    it = Room(1)
    it.show(dancer(1, x=0.5), seconds=1)
    it.show(seconds=0.2)
    assert it.show(dancer(8, x=0.75), dancer(9, x=0.52)) == [9]
    assert it.waiting() == (8,)


def test_somebody_who_waits_is_not_taken_for_one_who_is_lost() -> None:
    it = Room(1)
    waits = dancer(2, x=1.0)
    it.show(dancer(1, x=0.9), waits, seconds=2)
    assert it.show(waits, seconds=1) == [1]
    assert it.show(dancer(9, x=0.9), waits) == [9]


def test_after_the_grace_a_slot_is_free_for_anybody() -> None:
    it = Room()
    it.show(dancer(1, x=0.1), seconds=1)
    assert it.show(seconds=GRACE + 0.1) == [None] * 3
    assert it.show(dancer(2, x=1.7)) == [2, None, None]


@pytest.mark.parametrize("hidden", [(*HIPS, *HEAD, K.LEFT_SHOULDER), tuple(K)])
def test_who_shows_only_an_arm_has_to_wait_until_there_is_more(hidden: tuple[K, ...]) -> None:
    it = Room()
    assert it.show(dancer(1, hidden=hidden)) == [None] * 3
    assert it.waiting() == (1,)
    assert it.show(dancer(1)) == [1, None, None]


def test_who_comes_back_bit_by_bit_still_has_the_slot() -> None:
    it = Room()
    it.show(dancer(1, x=0.1), seconds=1)
    it.show(seconds=2)
    it.show(dancer(9, x=0.0, hidden=(*HIPS, *HEAD, K.RIGHT_SHOULDER)), seconds=0.2)
    assert it.show(dancer(9, x=0.1)) == [9, None, None]


def test_time_that_runs_back_or_far_ahead_leaves_those_who_are_there() -> None:
    it = Room()
    for number in (300, 0, 301, 10**7, 5):
        it.number = number
        assert it.show(dancer(1, x=LEFT), dancer(2, x=RIGHT), seconds=1) == [1, 2, None]


def test_with_fewer_slots_the_last_ones_wait() -> None:
    it = Room()
    people = [dancer(1, x=LEFT), dancer(2, x=MIDDLE), dancer(3, x=RIGHT)]
    it.show(*people, seconds=1)
    it.slots.change(2, SlotSettings())
    assert it.show(*people) == [1, 2]
    assert it.waiting() == (3,)
    it.slots.change(3, SlotSettings())
    assert it.show(*people) == [1, 2, 3]


def test_memory_does_not_grow_with_visitors() -> None:
    it = Room(1)
    it.show(dancer(0))
    for id_ in range(1, 3000):
        it.show(dancer(0), dancer(id_, x=0.2))
    assert len(it.slots._newcomers) <= GRACE * RATE + 2


def test_poses_without_any_keypoint_do_no_harm() -> None:
    it = Room()
    empty = msgspec.structs.replace(dancer(4), keypoints=dancer(4, hidden=tuple(K)).keypoints)
    assert it.show(empty, dancer(1), seconds=1) == [1, None, None]
