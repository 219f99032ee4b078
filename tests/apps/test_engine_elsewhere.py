"""An app does the same whether the engine is in its process, in another, or long gone."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from apps.__main__ import app
from apps.pose_logger.records import TABLES
from engine.poses import wire
from engine.poses.errors import UsageError
from engine.poses.recording import Recorder
from engine.server.feeds import RecordingFeed
from tests.apps.people import frame, room
from tests.apps.pose_logger.storage.records import sealed
from tests.apps.synthesizer.players import player
from tests.engine.server.serving import HandFeed, serving, socket_folder

ROOT = Path(__file__).parents[2]
FRAMES = 90

pytestmark = pytest.mark.usefixtures("no_screen")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two who play, in a room that is vetted while they do."""
    path = tmp_path_factory.mktemp("recording") / "show.poses"
    with closing(Recorder(path)) as recorder:
        for number in range(FRAMES):
            if number == 20:
                recorder.write(wire.encode(room()))
            height = 0.3 + 1.4 * (number % 40) / 40
            people = player(1, 0.3, height=height), player(2, 0.7, height=2 - height, level=1.0)
            revision = 1 if number >= 20 else 0
            recorder.write(wire.encode(frame(*people, number=number, revision=revision)))
    return path


@pytest.fixture
def url() -> Iterator[str]:
    with socket_folder() as folder:
        yield f"ipc://{folder / 'engine.sock'}"


@pytest.fixture
def both_ways(recording: Path, url: str, tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Runs an app on the recording and on an engine that serves it; the folders of what it made."""

    def run(*arguments: str) -> tuple[Path, Path]:
        near, far = tmp_path / "near", tmp_path / "far"
        for folder, poses in ((near, ["--replay", str(recording)]), (far, ["--engine", url])):
            folder.mkdir()
            given = [argument.replace("HERE", str(folder)) for argument in arguments]
            with serving(
                url, {"camera": RecordingFeed(recording, speed=None)}, wait_for=1
            ) as server:
                app([*given, *poses], standalone_mode=False)
                server.stop()
        return near, far

    return run


Run = Callable[..., tuple[Path, Path]]


def test_detect_prints_the_same(recording: Path, url: str) -> None:
    crew = [sys.executable, "-m", "apps"]
    serve = [*crew, "serve", "--replay", str(recording), "--wait-for", "1", "--address", url]
    with subprocess.Popen(serve, cwd=ROOT, stderr=subprocess.PIPE, text=True) as engine:
        far = subprocess.check_output([*crew, "detect", "--json", "--engine", url], cwd=ROOT)
        assert engine.stderr is not None
        assert engine.stderr.read() == f"serving camera at {url}\n"
    assert engine.returncode == 0
    near = subprocess.check_output(
        [*crew, "detect", "--json", "--replay", str(recording)], cwd=ROOT
    )
    assert far == near
    assert len(far.splitlines()) == FRAMES


def test_the_anonymizer_draws_the_same_film_picture_and_background(both_ways: Run) -> None:
    near, far = both_ways(
        "anonymizer", "--output", "HERE/film.mp4", "--output", "HERE/picture.png",
        "--background", "HERE/empty.png",
    )  # fmt: skip
    for name in ("film.mp4", "picture.png", "empty.png"):
        assert (far / name).read_bytes() == (near / name).read_bytes()
        assert (far / name).stat().st_size > 500


def test_the_synthesizer_writes_the_same_music_and_picture(both_ways: Run) -> None:
    near, far = both_ways("synthesizer", "--output", "HERE/picture.png", "--midi", "HERE/play.mid")
    for name in ("play.mid", "picture.png"):
        assert (far / name).read_bytes() == (near / name).read_bytes()
        assert (far / name).stat().st_size > 500


def rows(folder: Path, table: str) -> list[dict[str, object]]:
    """All of a table but for tracks, which are random numbers, anew in each run, and give order."""
    found = sealed(folder, table).to_pylist()
    rows = [{key: value for key, value in row.items() if key != "track"} for row in found]
    return sorted(rows, key=repr)


def test_the_logger_counts_the_same(both_ways: Run) -> None:
    near, far = both_ways("logger", "--data", "HERE", "--start", "2026-11-20T10:00:00")
    for table in TABLES:
        there, here = rows(far, table), rows(near, table)
        assert there == here
        assert there


def test_a_recording_of_what_came_across_is_the_recording(both_ways: Run, recording: Path) -> None:
    _, far = both_ways("anonymizer", "--headless", "--record", "HERE/again.poses")
    assert (far / "again.poses").read_bytes() == recording.read_bytes()


def test_the_logger_logs_every_camera_under_its_own_name(url: str, tmp_path: Path) -> None:
    feeds = {
        name: HandFeed([*(frame(player(1, 0.5), number=n, revision=0) for n in range(count)), None])
        for name, count in (("lobby", 40), ("hall", 60))
    }
    with serving(url, feeds, wait_for=2):
        arguments = ["logger", "--data", str(tmp_path), "--start", "2026-11-20T10:00:00"]
        app([*arguments, "--engine", url], standalone_mode=False)
    rows = sealed(tmp_path, "minutes").to_pylist()
    assert {row["camera"]: row["frames"] for row in rows} == {"lobby": 40, "hall": 60}


def test_the_logger_logs_the_cameras_that_are_named(url: str, tmp_path: Path) -> None:
    feeds = {
        name: HandFeed([*(frame(number=n, revision=0) for n in range(20)), None])
        for name in ("lobby", "hall", "yard")
    }
    with serving(url, feeds, wait_for=2) as server:
        arguments = ["logger", "--data", str(tmp_path), "--start", "2026-11-20T10:00:00"]
        named = ["--camera", "lobby", "--camera", "yard"]
        app([*arguments, "--engine", url, *named], standalone_mode=False)
        server.stop()
    rows = sealed(tmp_path, "minutes").to_pylist()
    assert {row["camera"] for row in rows} == {"lobby", "yard"}


@pytest.mark.parametrize(
    "command",
    [
        "detect",
        "anonymizer",
        "synthesizer",
        "logger",
        "bridge osc",
        "bridge websocket",
        "bridge mqtt",
    ],
)
def test_every_app_can_be_given_an_engine(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    app([*command.split(), "--help"], standalone_mode=False)
    assert "--engine ADDRESS" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["detect", "stage:visit", "--engine", "local"], "--engine takes the place of a source"),
        (["logger", "--replay", "x", "--engine", "local"], "--engine takes the place"),
        (["anonymizer", "--engine", "local", "--model", "x"], "--model is of an engine in this"),
        (["detect", "--engine", "udp://x:1"], "'udp://x:1' is no address of an engine"),
        (["detect", "--engine", "tcp://x:1"], "run skeleton-crew keys new"),
        (["serve", "--address", "tcp://127.0.0.1:1"], "run skeleton-crew keys new"),
        (["logger", "--source", "x", "--camera", "a", "--camera", "b"], "several cameras are"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKELETON_CREW_KEYS", str(tmp_path))
    with pytest.raises(UsageError, match=message):
        app(arguments, standalone_mode=False)


def test_the_config_can_name_the_engine_and_the_command_line_another_source(
    recording: Path, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "anonymizer.toml"
    config.write_text(f'[engine]\naddress = "{url}"\n')
    picture = ["--config", str(config), "--output", str(tmp_path / "a.png")]
    with serving(url, {"camera": RecordingFeed(recording, speed=None)}, wait_for=1):
        app(["anonymizer", *picture], standalone_mode=False)
    assert (tmp_path / "a.png").exists()
    app(["anonymizer", *picture, "--replay", str(recording)], standalone_mode=False)
    assert capsys.readouterr().err == ""
