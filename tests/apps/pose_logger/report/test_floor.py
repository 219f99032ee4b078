from pathlib import Path

from apps.pose_logger.records import PoseRecord
from apps.pose_logger.report.analysis import analyse
from apps.pose_logger.report.answers import Floor
from apps.pose_logger.report.floor import COLUMNS, ROWS
from apps.pose_logger.settings import FloorSettings
from engine.poses import KeypointName
from tests.apps.pose_logger.report.museum import archive, days, moment, standing

_NOON = moment("2026-11-18T12:00")

_FLOOR = FloorSettings(
    picture=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)),
    metres=((0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (0.0, 5.0)),
)


def _floor(folder: Path, *poses: PoseRecord, floor: FloorSettings | None = None) -> list[Floor]:
    floors = {"north": floor} if floor else {}
    return analyse(
        archive(folder, *poses), days("2026-11-18"), now=_NOON + 3600, floors=floors
    ).floor


def _where(floor: Floor) -> dict[tuple[int, int], float]:
    """The cells in which somebody stood, by row and column."""
    return {
        (row, column): seconds
        for row, cells in enumerate(floor.cells)
        for column, seconds in enumerate(cells)
        if seconds
    }


def test_who_stands_still_is_in_one_cell_for_as_long(tmp_path: Path) -> None:
    (floor,) = _floor(tmp_path, *(standing(_NOON + n, 0.51, 0.76) for n in range(30)))
    assert (floor.unit, len(floor.cells), len(floor.cells[0])) == ("picture", ROWS, COLUMNS)
    assert _where(floor) == {(int(0.76 * ROWS), int(0.51 * COLUMNS)): 30.0}


def test_a_second_counts_once_at_any_frame_rate(tmp_path: Path) -> None:
    (floor,) = _floor(tmp_path, *(standing(_NOON + n / 10, 0.5, 0.5) for n in range(30)))
    assert sum(_where(floor).values()) == 3.0


def test_two_people_at_one_place_count_twice(tmp_path: Path) -> None:
    (floor,) = _floor(tmp_path, *(standing(_NOON, 0.5, 0.5, track) for track in (1, 2)))
    assert list(_where(floor).values()) == [2.0]


def test_one_ankle_is_enough_and_none_is_nowhere(tmp_path: Path) -> None:
    both = standing(_NOON, 0.5, 0.5)
    left, none = list(both.scores), [0] * len(KeypointName)
    left[KeypointName.RIGHT_ANKLE] = 0
    xs = list(both.xs)
    xs[KeypointName.RIGHT_ANKLE] = 0
    (floor,) = _floor(
        tmp_path,
        both._replace(scores=tuple(left), xs=tuple(xs)),
        both._replace(time=_NOON + 1, scores=tuple(none)),
    )
    assert _where(floor) == {(int(0.5 * ROWS), int(0.5 * COLUMNS)): 1.0}


def test_feet_beyond_the_picture_are_left_out(tmp_path: Path) -> None:
    assert _floor(tmp_path, standing(_NOON, 0.5, 1.2), standing(_NOON, -0.1, 0.5, 2)) == []


def test_a_floor_that_was_measured_is_in_metres(tmp_path: Path) -> None:
    (floor,) = _floor(tmp_path, standing(_NOON, 0.5, 0.5), floor=_FLOOR)
    assert floor.unit == "metres"
    assert (floor.left, floor.right, floor.top, floor.bottom) == (-1.0, 11.0, -1.0, 6.0)
    ((row, column),) = _where(floor)
    assert floor.left + column / 4 <= 5.0 < floor.left + (column + 1) / 4
    assert floor.top + row / 4 <= 2.5 < floor.top + (row + 1) / 4


def test_each_camera_has_a_map_of_its_own(tmp_path: Path) -> None:
    floors = _floor(
        tmp_path, standing(_NOON, 0.5, 0.5), standing(_NOON, 0.5, 0.5, 2, "south"), floor=_FLOOR
    )
    assert [(floor.camera, floor.unit) for floor in floors] == [
        ("north", "metres"),
        ("south", "picture"),
    ]
