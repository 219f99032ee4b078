import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.settings import LoggerSettings, ZoneSettings
from engine.commands.preview import preview
from engine.commands.zones_file import ZonesFile
from engine.commands.zones_toml import plan_of, with_plan
from engine.poses.config import read_config
from engine.poses.errors import ConfigError, OutputError, UsageError
from engine.preview.zones.geometry import Point
from engine.preview.zones.shapes import Kind, Plan, Shape
from tests.engine.preview.zones.drawing import TRIANGLE, line, zone

FLOOR = Shape(Kind.FLOOR, "", ((0.1, 0.9), (0.9, 0.9), (0.7, 0.5), (0.3, 0.5)))
CONFIG = """\
# The west wing.
site = "museum"   # ours
camera = "west"

[[zones]]
# By the stairs.
name = "hall"
polygon = [
    [0.2, 0.2],  # the pillar
    [0.6, 0.2],
    [0.4, 0.7],
]
camera = "west"

[[zones]]
name = "yard"
polygon = [[0, 0], [1, 0], [1, 1]]
camera = "east"

[[lines]]
name = "door"
start = [0.1, 0.9]
end = [0.9, 0.9]
band = 0.05
room = "cinema"

[floor]
picture = [[0.1, 0.9], [0.9, 0.9], [0.7, 0.5], [0.3, 0.5]]
metres = [[0.0, 0.0], [4.0, 0.0], [4.0, 6.0], [0.0, 6.0]]

[poses]
level = "feet"  # the council wants it
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "logger.toml"
    path.write_text(CONFIG)
    return path


def test_a_new_file_is_a_config_that_the_logger_takes(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    file = ZonesFile(path)
    assert file.read() == Plan()
    file.write(Plan((zone(), line(), FLOOR)))
    settings = read_config(path, LoggerSettings)
    assert settings.zones[0].polygon == TRIANGLE
    assert (settings.lines[0].start, settings.lines[0].end) == line().points
    assert settings.floor is not None
    assert settings.floor.picture == FLOOR.points
    assert "to be measured" in path.read_text()


def test_what_is_saved_as_it_was_read_leaves_the_file_byte_for_byte(path: Path) -> None:
    file = ZonesFile(path)
    file.write(file.read())
    assert path.read_text() == CONFIG


def test_zones_of_another_camera_are_neither_shown_nor_touched(path: Path) -> None:
    plan = ZonesFile(path).read()
    assert [shape.name for shape in plan.shapes] == ["hall", "door", ""]
    assert plan.elsewhere == {"yard"}
    ZonesFile(path).write(Plan())
    settings = read_config(path, LoggerSettings)
    assert [one.name for one in settings.zones] == ["yard"]
    assert settings.lines == ()
    assert settings.floor is None
    assert "the council wants it" in path.read_text()


def test_a_moved_corner_changes_its_line_only(path: Path) -> None:
    file = ZonesFile(path)
    plan = file.read()
    moved = plan.shapes[1]._replace(points=((0.1, 0.8), (0.9, 0.9)))
    file.write(plan.changed(1, moved))
    assert path.read_text() == CONFIG.replace("start = [0.1, 0.9]", "start = [0.1, 0.8]")


def test_a_new_name_keeps_what_else_is_set(path: Path) -> None:
    file = ZonesFile(path)
    plan = file.read()
    file.write(plan.changed(1, plan.shapes[1]._replace(name="gate")))
    (gate,) = read_config(path, LoggerSettings).lines
    assert (gate.name, gate.band, gate.room) == ("gate", 0.05, "cinema")


def test_metres_stay_with_points_that_move_and_go_with_points_that_are_new(path: Path) -> None:
    file = ZonesFile(path)
    floor = FLOOR._replace(points=((0.15, 0.9), *FLOOR.points[1:]))
    file.write(Plan((floor,)))
    assert tomllib.loads(path.read_text())["floor"]["metres"][1] == [4.0, 0.0]
    file.write(Plan((FLOOR._replace(points=tuple((x, y - 0.1) for x, y in FLOOR.points)),)))
    assert tomllib.loads(path.read_text())["floor"]["metres"][1] == [1.0, 0.0]


@pytest.mark.parametrize(
    "text",
    [
        'zones = [{name = "a", polygon = [[0, 0], [1, 0], [1, 1]]}]\n\n[poses]\nlevel = "off"\n',
        '[[zones]]\nname = "a"\npolygon = [[0, 0], [1, 0], [1, 1]]\n\n[poses]\nlevel = "off"\n'
        '\n[[zones]]\nname = "b"\npolygon = [[0, 0], [1, 0], [1, 1]]\n',
        'zones = []\r\n[poses]\r\nlevel = "off" # no\r\n',
        'floor.picture = [[0, 1], [1, 1], [1, 0.5], [0, 0.5]]\nposes.level = "off"',
        '[poses]\nlevel = "off"',
    ],
    ids=["in braces", "scattered", "empty, of Windows", "dotted", "without zones"],
)
def test_however_the_file_is_written_it_can_be_drawn_into(text: str) -> None:
    before = plan_of(tomllib.loads(text))
    plan = before.with_shape(zone("new")).with_shape(line()).with_shape(FLOOR)
    after = tomllib.loads(with_plan(text, plan))
    assert {(s.kind, s.name, s.points) for s in plan_of(after).shapes} == {
        (s.kind, s.name, s.points) for s in plan.shapes
    }
    assert after["poses"] == {"level": "off"}


STEPS = st.integers(0, 10_000).map(lambda step: step / 10_000)
CORNERS = st.lists(st.tuples(STEPS, STEPS), min_size=3, max_size=6).map(tuple)
ZONES = st.lists(
    st.builds(zone, st.sampled_from("abcdefgh"), CORNERS), unique_by=lambda one: one.name
)


@given(ZONES, ZONES)
def test_whatever_was_drawn_before_the_file_holds_what_is_drawn_now(
    before: list[Shape], now: list[Shape]
) -> None:
    text = with_plan(with_plan(CONFIG, Plan(tuple(before))), Plan(tuple(now)))
    read = plan_of(tomllib.loads(text)).shapes
    assert {one.name: one.points for one in read} == {one.name: one.points for one in now}
    assert "# The west wing." in text


@given(st.lists(st.tuples(STEPS, STEPS), min_size=3, max_size=5).map(tuple))
def test_what_may_be_saved_is_a_zone_that_the_logger_takes(corners: tuple[Point, ...]) -> None:
    if not zone(points=corners).flaw:
        assert ZoneSettings("hall", corners).polygon == corners


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zones = 3", "key `zones`: expected a list, got a whole number"),
        ('[[zones]]\nname = "a"', "key `zones[0].polygon` is missing"),
        ('[[zones]]\nname = "a"\npolygon = [[0, 0], [1, 1]]', "of length >= 3"),
        ('[[zones]]\nname = "a"\npolygon = [[nan, 0], [1, 1], [1, 0]]', "expected"),
        ("[[zones]", "is not TOML"),
    ],
)
def test_a_config_that_is_wrong_is_told_what_is_wrong(path: Path, text: str, words: str) -> None:
    path.write_text(text)
    with pytest.raises(ConfigError) as told:
        ZonesFile(path).read()
    assert words in str(told.value)
    assert str(path) in str(told.value)


def test_a_file_that_was_spoilt_meanwhile_is_left_as_it_is(path: Path) -> None:
    file = ZonesFile(path)
    plan = file.read()
    path.write_text("[[zones]")
    with pytest.raises(ConfigError, match="is not TOML"):
        file.write(plan)
    assert path.read_text() == "[[zones]"


def test_a_full_disk_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot write .*logger\.toml: No space left"):
        ZonesFile(path).write(Plan())
    assert path.read_text() == CONFIG
    assert [one.name for one in path.parent.iterdir()] == ["logger.toml"]


def test_a_config_that_is_a_link_stays_one_and_keeps_its_rights(path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("link.toml")
    link.symlink_to(path)
    ZonesFile(link).write(Plan((zone(),)))
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert "stairs" in path.read_text()


def test_zones_are_not_drawn_in_a_mirror(path: Path) -> None:
    with pytest.raises(UsageError, match="--mirror: zones are drawn in the camera's own picture"):
        vars(preview)["__wrapped__"]({}, "stage:visit", mirror=True, zones=path)
