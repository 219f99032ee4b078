"""A model of a known family is added with a TOML file, wherever that lies."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from apps.__main__ import app
from engine import models
from engine.poses.errors import OutputError

pytestmark = pytest.mark.shared

FAMILY = models.load("posenet-481x353")


@pytest.fixture
def own(
    tmp_path: Path,
    shared_files: Callable[[str], dict[str, Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """A description of somebody's own, and beside it the file, of which it says no digest."""
    file = FAMILY.builds[0].files[0]
    text = (models.descriptions_folder() / f"{FAMILY.name}.toml").read_text()
    text = text.replace(f'name = "{FAMILY.name}"', 'name = "our-posenet"')
    text = text.replace(file.path, "net.tflite")
    # One build, in which each output has one name.
    text = "[[builds]]".join(text.split("[[builds]]")[:2])
    text = re.sub(r'= \["(float_\w+)".*\]', r'= "\1"', text)
    lines = [line for line in text.splitlines() if not line.startswith(("digest", "urls"))]
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "our.toml").write_text("\n".join(lines))
    (folder / "net.tflite").write_bytes(shared_files(FAMILY.name)[file.name].read_bytes())
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(tmp_path / "kept"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return "ours/our.toml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def run_well(*arguments: str) -> Result:
    result = run(*arguments)
    assert result.exception is None, result.exception
    return result


def test_a_model_of_ones_own_runs_in_every_program(own: str) -> None:
    scene = ("stage:visit", "--model", own, "--skip", "8", "--seconds", "0.2")
    frames = [json.loads(line) for line in run_well("detect", *scene, "--json").stdout.splitlines()]
    assert len(frames) == 7
    assert frames[-1]["model"] == "our-posenet"
    assert len(frames[-1]["poses"]) == 1

    run_well("anonymizer", "--source", *scene, "--output", "out.png")
    assert Path("out.png").stat().st_size > 0

    report = run_well(*("bench", "--source", *scene[:-2], "--frames", "20", "--no-start", "--json"))
    assert json.loads(report.stdout)["models"][0]["model"] == "our-posenet"

    no_window = run("preview", *scene)
    assert isinstance(no_window.exception, OutputError), no_window.exception
    assert run_well("models", "verify", own).stdout == "our-posenet is as described\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'heatmaps = "float_heatmaps"',
            "",
            "key `stages[0]`: output_steps: there is no output heatmaps",
        ),
        (
            'mid_offsets = "float_mid_offsets"',
            "",
            "key `stages[0].outputs`: decoder posenet needs mid_offsets, "
            "got heatmaps, short_offsets",
        ),
        (
            'heatmaps = "float_heatmaps"\nshort_offsets = "float_short_offsets"',
            'heatmaps = "float_short_offsets"\nshort_offsets = "float_heatmaps"',
            "net.tflite: outputs.heatmaps, 'float_short_offsets', is 23 x 31 x 34, but decoder "
            "posenet of ours/our.toml needs 23 x 31 x 17",
        ),
        (
            'heatmaps = "float_heatmaps"',
            'heatmaps = "heat"',
            "net.tflite: outputs.heatmaps is 'heat', but the file's outputs are float_heatmaps, ",
        ),
        (
            "size = [481, 353]",
            "size = [641, 481]",
            "net.tflite: input.size is 641x481, but the file wants [1,353,481,3]",
        ),
        ('name = "posenet"', 'name = "posenets"', "key `stages[0].decoder.name`: no decoder is"),
        (
            'name = "posenet"',
            'name = "posenet"\n[stages.decoder.options]\nstrides = 8',
            "key `stages[0].decoder.options`: decoder posenet: Object contains unknown field",
        ),
        ("size = 1298664", "size = 5", "net.tflite is not what ours/our.toml describes: it has"),
        ("[[stages]]", 'path = "x"\n[[stages]]', "ours/our.toml: unknown key `path`"),
        ("[[stages]]", "colour = 1\n[[stages]]", "ours/our.toml: unknown key `colour`"),
    ],
)
def test_what_is_wrong_with_it_is_said_in_one_line(
    own: str, old: str, new: str, message: str
) -> None:
    text = Path(own).read_text()
    assert old in text
    Path(own).write_text(text.replace(old, new, 1))
    result = run("detect", "stage:visit", "--model", own)
    assert message in str(result.exception)
    assert "ours/" in str(result.exception)
    assert len(str(result.exception).splitlines()) == 1


def test_a_description_that_is_not_there_is_named() -> None:
    result = run("detect", "stage:visit", "--model", "nothing/here.toml")
    assert str(result.exception).startswith("cannot read nothing/here.toml: No such file")
