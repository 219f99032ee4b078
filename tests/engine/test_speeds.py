import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine import speeds
from engine.poses.errors import OutputError
from engine.speeds import Setup, Speed
from tests.engine.figures import figures


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that figures are kept in, which is not there yet."""
    monkeypatch.setattr(speeds, "path", lambda: tmp_path / "state" / "speeds.json")
    return tmp_path / "state" / "speeds.json"


def speed(model: str = "pocket", build: str = "0123", whole: float = 20.0) -> Speed:
    return figures(speeds.subject(model, build, Setup("openvino", "CPU", "f32")), whole)


def kept() -> list[Speed]:
    return list(speeds.kept().values())


def test_nothing_is_known_before_anything_was_measured() -> None:
    assert speeds.kept() == {}


def test_what_is_kept_is_known_by_what_it_is_about() -> None:
    speeds.keep([speed()])

    assert speeds.kept() == {speed().subject: speed()}


def test_another_build_model_or_way_to_run_is_another_subject() -> None:
    speeds.keep([speed(), speed(build="4567"), speed("other")])

    assert len(kept()) == 3
    other = speeds.subject("pocket", "0123", Setup("litert", "CPU", "f32"))
    assert other not in speeds.kept()


def test_what_is_measured_again_takes_the_place_of_what_was_kept() -> None:
    speeds.keep([speed(), speed("other")])
    speeds.keep([speed(whole=30.0)])

    assert kept() == [speed(whole=30.0), speed("other")]


def test_a_model_can_be_forgotten() -> None:
    speeds.keep([speed(), speed(build="4567"), speed("other")])
    speeds.forget("pocket")

    assert kept() == [speed("other")]


def test_forgetting_what_is_not_known_writes_nothing(place: Path) -> None:
    speeds.forget("pocket")

    assert not place.exists()


@pytest.mark.parametrize(
    "damage",
    [b"", b"[", b"{}", b"\xff\xfe", b"null", b'[{"subject": {}}]', b'{"speeds": []}', b"[1e999]"],
)
def test_a_damaged_file_counts_as_none_and_is_written_anew(place: Path, damage: bytes) -> None:
    place.parent.mkdir()
    place.write_bytes(damage)
    assert speeds.kept() == {}

    speeds.keep([speed()])

    assert kept() == [speed()]


@pytest.mark.parametrize(("key", "value"), [("whole", 0), ("whole", -1.0), ("bare", "fast")])
def test_figures_that_cannot_be_are_not_believed(place: Path, key: str, value: object) -> None:
    speeds.keep([speed()])
    (told,) = json.loads(place.read_text())
    place.write_text(json.dumps([told | {key: value}]))

    assert speeds.kept() == {}


def test_a_file_cut_short_anywhere_is_never_half_believed(place: Path) -> None:
    speeds.keep([speed(), speed("other")])
    whole = place.read_bytes()

    for size in range(0, len(whole), 37):
        place.write_bytes(whole[:size])
        assert speeds.kept() == {}


def test_whoever_cannot_write_leaves_what_was_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speeds.keep([speed()])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match=f"{place}: No space left on device"):
        speeds.keep([speed("other")])

    assert kept() == [speed()]
    assert [path.name for path in place.parent.iterdir()] == ["speeds.json"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    with pytest.raises(OutputError, match=r"speeds\.json: (File exists|Not a directory)"):
        speeds.keep([speed()])


def test_it_lies_in_the_users_state_folder() -> None:
    program = "from engine import speeds; print(speeds.path())"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert Path(result.stdout.strip()).parts[-2:] == ("skeleton-crew", "speeds.json")


@pytest.mark.parametrize(
    ("board", "cpu", "expected"),
    [
        ("", "processor\t: 0\nmodel name\t: Any  CPU @ 2 GHz\n", "Any CPU @ 2 GHz, "),
        ("Raspberry Pi 5 Model B\0", "processor\t: 0\nBogoMIPS\t: 108.00\n", "Raspberry Pi 5 Mod"),
        ("", "", ""),
    ],
)
def test_a_machine_is_told_by_its_processor_or_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, board: str, cpu: str, expected: str
) -> None:
    for name, text in (("_BOARD", board), ("_CPU_INFO", cpu)):
        (tmp_path / name).write_text(text)
        monkeypatch.setattr(speeds, name, tmp_path / name if text else tmp_path / "missing")

    told = speeds.machine.__wrapped__()

    assert told.startswith(expected)
    assert told.endswith(" cores")
    assert not told.startswith(",")
