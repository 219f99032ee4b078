"""What the command line answers: one clear line and the right exit status, whatever is wrong."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from apps.commands.demo import demo

COMMANDS = (
    "detect",
    "anonymizer",
    "synthesizer",
    "bridge",
    "logger",
    "report",
    "preview",
    "bench",
    "demo",
    "doctor",
    "models",
    "serve",
    "keys",
)


ZONE = "{name = 'a', polygon = [[0, 0], [1, 0], [1, 1]]}"


class Answer(NamedTuple):
    status: int
    out: str
    err: str


Crew = Callable[..., Answer]


@pytest.fixture
def crew(tmp_path: Path) -> Crew:
    """Run a command line in ``tmp_path``, in a process of its own, without a display."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    environment["SKELETON_CREW_KEYS"] = str(tmp_path / "keys")

    def run(*arguments: str) -> Answer:
        result = subprocess.run(
            [sys.executable, "-m", "apps", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Answer(result.returncode, result.stdout, result.stderr)

    return run


@pytest.fixture
def bad_files(tmp_path: Path) -> Path:
    texts = {
        "text.mp4": "hello",
        "zero.mp4": "",
        "unknown.toml": "mirrored = true",
        "type.toml": "mirror = 3",
        "engine.toml": "[engine]\nmodel = 5",
        "syntax.toml": "x = [",
        "scale.toml": "scale = 'bluse'",
        "flute.toml": "players = [{instrument = 'flut'}]",
        "font.toml": "sound = {soundfont = 'broken.sf2'}",
        "broken.sf2": "RIFF....sfbk",
        "osc.toml": "sound = {on = false}\nosc = {address = 'nowhere.invalid:9000'}",
        "x.poses": "",
        "twice.toml": f"zones = [{ZONE}, {ZONE}]",
        "crossed.toml": "zones = [{name = 'a', polygon = [[0, 0], [1, 1], [1, 0], [0, 1]]}]",
        "outside.toml": "zones = [{name = 'a', polygon = [[0, 0], [2, 0], [2, 1]]}]",
        "cameras.toml": "cameras = [{id = 'a'}, {id = 'a'}]",
        "two.toml": "cameras = [{id = 'a'}, {id = 'b'}]",
        "port.toml": "mqtt = {port = 'x'}",
        "topic.toml": "mqtt = {site = 'a/b'}",
        "nowhere.toml": "timezone = 'Europe/Berlim'",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "empty").mkdir()
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((33, 51, 3), 90, np.uint8))
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_is_for(crew: Crew, command: str) -> None:
    answer = crew(command, "--help")
    assert answer.status == 0
    assert answer.out.startswith(f"Usage: skeleton-crew {command}")
    assert answer.err == ""


def test_help_lists_every_command(crew: Crew) -> None:
    assert set(COMMANDS) <= set(re.findall(r"^  ([a-z]+) ", crew("--help").out, re.MULTILINE))


@pytest.mark.parametrize(
    ("line", "status", "message"),
    [
        ("detect missing.mp4", 1, "there is no file missing.mp4"),
        ("detect text.mp4", 1, "text.mp4 is not a video that can be read"),
        ("detect zero.mp4", 1, "zero.mp4 is not a video that can be read"),
        ("detect empty", 1, "there is no picture in empty"),
        ("detect 77", 1, "camera /dev/video77 is not there"),
        ("detect stage:viist", 2, "no stage is called 'viist'; known: visit,"),
        ("detect grey.png --model posenet-641", 2, "known: posenet-641x481,"),
        ("detect foo://bar", 2, "foo:// is no kind of source"),
        ("detect http://127.0.0.1:9/stream", 1, "cannot be reached"),
        ("detect grey.png --resolution 7", 2, "--resolution: '7' is no size"),
        ("detect grey.png --speed fast", 2, "--speed: 'fast' is neither a number nor max"),
        ("detect grey.png --speed -1", 2, "speed is above 0"),
        ("detect grey.png --skip -1", 2, "skip is a number of seconds, 0 or more"),
        ("detect grey.png --precision f16", 2, "'f16' is not one of 'auto', 'f32'"),
        ("detect grey.png --frobnicate", 2, "No such option: --frobnicate"),
        ("detect grey.png --replay x", 2, "--replay takes the place of a source"),
        ("detect --engine nowhere", 2, "'nowhere' is no address of an engine"),
        ("detect grey.png --engine local", 2, "--engine takes the place of a source"),
        ("detect --engine tcp://127.0.0.1:9", 2, "run skeleton-crew keys new"),
        ("serve --address tcp://127.0.0.1:9", 2, "run skeleton-crew keys new"),
        ("serve --address ipc://a --replay text.mp4", 1, "text.mp4 is not a recording of poses"),
        ("serve --config cameras.toml", 2, "cameras.toml: two cameras are called 'a'"),
        ("serve --config two.toml --replay x.poses", 2, "the config has several"),
        ("serve --config two.toml --skip 1", 2, "--skip: the config has several cameras"),
        ("keys revoke kiosk", 2, "no allowed key is called 'kiosk'"),
        ("keys allow kiosk grey.png", 2, "grey.png holds no public key"),
        ("detect --replay text.mp4", 1, "text.mp4 is not a recording of poses"),
        ("anonymizer --config missing.toml", 2, "cannot read missing.toml"),
        ("anonymizer --config unknown.toml", 2, "unknown.toml: unknown key `mirrored`"),
        ("anonymizer --config type.toml", 2, "type.toml: key `mirror`: expected true or false"),
        ("anonymizer --config engine.toml", 2, "engine.toml: key `engine.model`: expected a text"),
        ("anonymizer --config syntax.toml", 2, "syntax.toml is not TOML"),
        (
            "synthesizer --config scale.toml",
            2,
            "scale.toml: no scale is called 'bluse'; known: blues",
        ),
        ("synthesizer --config flute.toml", 2, "key `players[0]`: no instrument is called 'flut'"),
        ("synthesizer --scale bluse", 2, "the command line: no scale is called 'bluse'"),
        ("synthesizer --preset tiro", 2, "no preset is called 'tiro'; known: trio, "),
        ("synthesizer --replay x.poses --wav a.mp3", 2, "a WAV file is called NAME.wav"),
        ("synthesizer --config font.toml --replay x.poses --wav a.wav", 1, "SoundFont broken.sf2"),
        ("synthesizer --config osc.toml --replay x.poses --headless", 1, "OSC to nowhere.invalid"),
        (
            "bridge osc --replay x.poses --address 9000",
            2,
            "'9000': write HOST:PORT, such as",
        ),
        ("bridge osc --replay x.poses --address nowhere.invalid:9", 1, "OSC to nowhere.invalid"),
        ("bridge websocket --replay x.poses --address 8.8.8.8:80", 1, "not on the local network"),
        ("bridge websocket --replay x.poses --page nothing", 2, "there is no folder nothing"),
        ("bridge mqtt --config port.toml", 2, "key `mqtt.port`: expected a whole number"),
        ("bridge mqtt --config topic.toml", 2, "topic.toml: key `mqtt.site`: "),
        ("logger --config twice.toml", 2, "twice.toml: two zones or lines are called 'a'"),
        ("logger --config crossed.toml", 2, "crossed.toml: key `zones[0]`: "),
        ("logger --config outside.toml", 2, "outside.toml: key `zones[0]`: "),
        (
            "logger --config nowhere.toml",
            2,
            "no time zone is called 'Europe/Berlim'; known: Europe/B",
        ),
        ("logger --replay x.poses --start noon", 2, "--start: 'noon' is no ISO time"),
        ("report nothing", 1, "nothing is no folder"),
        ("report empty", 1, "no minute has been counted"),
        ("report empty --days someday", 2, "'someday' is no range of days"),
        ("preview grey.png", 1, "preview shows the camera picture and needs a display"),
        ("models fetch nothing", 2, "no model is called 'nothing'"),
        ("doctor --config missing.toml", 2, "cannot read missing.toml"),
        ("doctor --config type.toml", 2, "type.toml: key `mirror`: expected true or false"),
        ("dance", 2, "No such command 'dance'"),
    ],
)
@pytest.mark.usefixtures("bad_files", "installed_model")
def test_what_is_wrong_is_said_in_one_line(
    crew: Crew, line: str, status: int, message: str
) -> None:
    answer = crew(*line.split())
    assert message in answer.err
    assert len(answer.err.splitlines()) == 1, answer.err
    assert answer.err.startswith("skeleton-crew: ")
    assert (answer.status, answer.out) == (status, "")


@pytest.mark.parametrize("size", [(1, 1), (7, 501), (8000, 8000)])
@pytest.mark.usefixtures("installed_model")
def test_pictures_of_any_size_are_looked_at(
    crew: Crew, tmp_path: Path, size: tuple[int, int]
) -> None:
    width, height = size
    cv2.imwrite(str(tmp_path / "p.png"), np.full((height, width, 3), 90, np.uint8))
    answer = crew("detect", "p.png", "--json")
    assert answer.status == 0
    assert json.loads(answer.out)["size"] == [width, height]


@pytest.mark.usefixtures("installed_model", "bad_files")
def test_a_full_disk_stops_a_recording_and_says_so(crew: Crew) -> None:
    answer = crew("detect", "grey.png", "--json", "--record", "/dev/full")
    assert answer.status == 1
    assert "cannot record to /dev/full: No space left on device" in answer.err


@pytest.mark.usefixtures("bad_files")
def test_debug_shows_where_an_error_comes_from() -> None:
    command = [sys.executable, "-m", "apps", "detect", "missing.mp4", "--debug"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "Traceback" in result.stderr


@pytest.mark.usefixtures("installed_model")
def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} -m apps detect stage:visit --json | head -n 1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert json.loads(result.stdout)["frame"] == 0
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


@pytest.mark.usefixtures("installed_model")
def test_a_recording_replays_as_what_was_seen(crew: Crew) -> None:
    seen = crew(
        *("detect", "stage:visit", "--skip", "10", "--seconds", "1", "--json"),
        *("--record", "visit.poses"),
    )
    replayed = crew("detect", "--replay", "visit.poses", "--json")
    assert seen.out == replayed.out
    assert len(seen.out.splitlines()) == 30
    assert json.loads(seen.out.splitlines()[0])["poses"]


@pytest.mark.usefixtures("installed_model")
def test_the_demo_shows_a_visitor_in_the_vetted_scene(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("apps.commands.demo.DEMO_SECONDS", 12.0)
    monkeypatch.setattr("apps.display.window.has_display", lambda: False)
    demo("stage:visit")
    assert "out/anonymizer.mp4" in capsys.readouterr().err
    film = cv2.VideoCapture(str(tmp_path / "out" / "anonymizer.mp4"))
    assert int(film.get(cv2.CAP_PROP_FRAME_COUNT)) == 12 * 30
    picture = cv2.imread(str(tmp_path / "out" / "anonymizer.png"))
    assert picture is not None
    assert picture.shape == (432, 768, 3)
    assert picture.std() > 30
