import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.records import Record
from apps.pose_logger.report.analysis import Rooms, analyse
from apps.pose_logger.report.answers import RoomDay
from apps.pose_logger.report.crossings import balance_error
from tests.apps.pose_logger.report.museum import archive, crossings, days, minute, moment

_LATER = moment("2026-12-31T12:00")


def _rooms(folder: Path, *records: Record, rooms: Rooms | None = None) -> list[RoomDay]:
    period = days("2026-11-16", "2026-11-18")
    return analyse(archive(folder, *records), period, now=_LATER, rooms=rooms).rooms


def _cross(at: str, entries: int, exits: int, line: str = "door") -> Record:
    return crossings(moment(f"2026-11-{at}"), line, entries, exits)


def test_a_room_has_who_came_in_and_has_not_gone_out(tmp_path: Path) -> None:
    (room,) = _rooms(
        tmp_path, _cross("16T10:00", 5, 0), _cross("16T11:00", 3, 1), _cross("16T12:00", 0, 7)
    )
    assert (room.entries, room.exits, room.unaccounted) == (8, 8, 0)
    assert (room.most_people, room.most_at) == (7, "2026-11-16T11:00+00:00")
    assert (room.start, room.end) == ("2026-11-16T10:00+00:00", "2026-11-16T12:00+00:00")


def test_after_a_quiet_night_the_room_is_empty_whatever_was_missed(tmp_path: Path) -> None:
    first, second = _rooms(
        tmp_path, _cross("16T10:00", 9, 0), _cross("16T18:00", 0, 7), _cross("17T10:00", 4, 0)
    )
    assert first.unaccounted == 2
    assert second.most_people == 4


def test_a_quiet_afternoon_empties_no_room(tmp_path: Path) -> None:
    (room,) = _rooms(tmp_path, _cross("16T10:00", 9, 0), _cross("16T16:00", 1, 0))
    assert room.most_people == 10


def test_a_party_that_goes_on_through_the_night_empties_no_room(tmp_path: Path) -> None:
    night = ["16T22:00", "17T00:30", "17T03:00", "17T05:30"]
    (room,) = _rooms(tmp_path, *(_cross(at, 5, 0) for at in night))
    assert room.most_people == 20


def test_nobody_can_be_fewer_than_none(tmp_path: Path) -> None:
    (room,) = _rooms(tmp_path, _cross("16T10:00", 0, 4), _cross("16T11:00", 6, 0))
    assert room.most_people == 6
    assert room.unaccounted == 2


def test_a_room_with_two_doors_is_entered_by_one_and_left_by_the_other(tmp_path: Path) -> None:
    rooms = _rooms(
        tmp_path,
        _cross("16T10:00", 5, 0, "north door"),
        _cross("16T11:00", 0, 5, "south door"),
        rooms={"hall": ["north door", "south door"]},
    )
    assert [(room.room, room.most_people, room.unaccounted) for room in rooms] == [("hall", 5, 0)]


def test_zones_are_no_doors(tmp_path: Path) -> None:
    assert _rooms(tmp_path, minute(moment("2026-11-16T10:00"), entries=3)) == []


def test_a_line_has_an_error_that_grows_with_what_was_unaccounted(tmp_path: Path) -> None:
    def error(missed: int) -> float:
        records = [
            _cross(f"{day}T{hour}", came, left)
            for day in (16, 17, 18)
            for hour, came, left in [("10:00", 200, 0), ("18:00", 0, 200 - missed)]
        ]
        folder = tmp_path / str(missed)
        folder.mkdir()
        period = days("2026-11-16", "2026-11-18")
        return analyse(archive(folder, *records), period, now=_LATER).lines[0].error

    assert 0 < error(0) < error(5) < error(50)


@pytest.mark.parametrize("missed", [0.01, 0.03, 0.1])
def test_the_error_holds_in_95_of_100_balances(missed: float) -> None:
    chance = random.Random(3)

    def day() -> tuple[int, int]:
        came = sum(chance.random() > missed for _ in range(100))
        left = sum(chance.random() > missed for _ in range(100))
        return came + left, came - left

    def held(past: Sequence[tuple[int, int]], now: tuple[int, int]) -> bool:
        return abs(now[1]) <= balance_error(now[0], past)

    trials = [held([day() for _ in range(30)], day()) for _ in range(400)]
    assert 0.9 < sum(trials) / len(trials) <= 1.0


@given(st.integers(0, 10**6), st.lists(st.tuples(st.integers(0, 10**5), st.integers(-500, 500))))
def test_an_error_is_never_negative(crossings: int, past: list[tuple[int, int]]) -> None:
    assert balance_error(crossings, past) >= 0
