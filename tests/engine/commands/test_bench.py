import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from engine import fetch, models, speeds
from engine.benchmark import STEPS, Measurement, Timing
from engine.benchmark.bars import Bars
from engine.commands.bench import bench_app
from engine.models import ModelSpec
from engine.poses.config import read_config
from engine.poses.errors import ModelError, UsageError
from engine.speeds import Setup

POSENET = "posenet-481x353"
FEW = ("--frames", "20", "--rounds", "1", "--no-start")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No model is installed and nothing was measured; the file for that."""
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(tmp_path / "kept"))
    monkeypatch.setattr(speeds, "path", lambda: tmp_path / "speeds.json")
    return tmp_path / "speeds.json"


@pytest.fixture
def posenet(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One model is installed."""
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(shared / "models"))
    fetch.fetch(models.load(POSENET))


@pytest.fixture
def canned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is really measured: any model takes 123.4 ms a frame, and 234.5 at times."""
    timing = Timing(123.4, 234.5, 345.6)

    def measure(
        _: object,
        spec: ModelSpec,
        count: int,
        rounds: int,  # noqa: ARG001
    ) -> tuple[ModelSpec, Measurement]:
        steps = dict.fromkeys(STEPS, timing)
        return spec, Measurement(spec.name, (640, 480), count, 3.0, timing, timing, 1.0, 8.1, steps)

    monkeypatch.setattr("engine.commands.bench.measure", measure)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(bench_app, arguments)


def measured(*arguments: str) -> dict[str, Any]:
    result = run(*FEW, "--json", *arguments)
    assert result.exception is None, result.exception
    (told,) = json.loads(result.stdout)["models"]
    assert isinstance(told, dict)
    return told


@pytest.mark.shared
@pytest.mark.usefixtures("posenet")
def test_what_is_told_is_what_is_kept() -> None:
    told = measured()

    spec = models.load(POSENET)
    kept = speeds.kept()[fetch.speed_subject(spec, spec.builds[0], Setup())]
    assert told["ran"]["runtime"] == "openvino"
    assert kept.whole == told["whole"]["p50"] > kept.bare == told["bare"]["p50"] > 0
    assert kept.decode == told["steps"]["decode"]["p50"] > 0
    assert kept.frames_per_second == told["frames_per_second"] > 0
    assert (kept.people, kept.source) == (told["people"], "stage:trio")
    assert tuple(told["steps"]) == STEPS
    flat_out = told["throughput"]
    assert flat_out["worst"] <= flat_out["share"] <= flat_out["best"]
    assert flat_out["share"] == pytest.approx(
        told["frames_per_second"] / flat_out["limit"], rel=0.5
    )
    assert flat_out["cpu_ms"] > 0
    assert flat_out["peak_mb"] > 50


@pytest.mark.shared
@pytest.mark.usefixtures("posenet", "canned")
def test_figures_of_another_runtime_are_kept_beside() -> None:
    measured()
    measured("--runtime", "litert")

    assert [subject.runtime for subject in speeds.kept()] == ["openvino", "litert"]


@pytest.mark.shared
@pytest.mark.usefixtures("posenet", "canned")
def test_figures_with_fewer_threads_are_kept_beside() -> None:
    measured()
    measured("--threads", "1")

    assert [subject.threads for subject in speeds.kept()] == [None, 1]


@pytest.mark.shared
@pytest.mark.usefixtures("posenet", "canned")
def test_files_for_a_chip_are_measured_on_that_chip() -> None:
    spec = models.load("posenet-641x481-fused")
    fetch.fetch(spec)

    ran = measured("--model", spec.name, "--device", "edgetpu")["ran"]

    assert (ran["runtime"], ran["device"]) == ("litert", "edgetpu")
    (on_chip,) = (build for build in spec.builds if build.chip)
    assert ran["build"] == fetch.fingerprint(spec, on_chip)


@pytest.mark.shared
@pytest.mark.usefixtures("posenet")
def test_a_model_of_ones_own_is_measured_and_its_file_told_from_another(tmp_path: Path) -> None:
    own, file = _of_ones_own(tmp_path)

    first = measured("--model", str(own))["ran"]["build"]
    spec = models.load(str(own))
    os.utime(file, (0, 0))
    build = fetch.present(spec)

    assert build is not None
    assert fetch.fingerprint(spec, build) != first


def _of_ones_own(folder: Path) -> tuple[Path, Path]:
    """A description that knows no digest, and the network that lies beside it."""
    spec = models.load(POSENET)
    (file,) = spec.builds[0].files
    files = fetch.installed(spec)
    assert files is not None
    beside = folder / file.path
    beside.parent.mkdir()
    beside.write_bytes(files[file.name].read_bytes())
    text = (models.descriptions_folder() / f"{POSENET}.toml").read_text()
    text = text.replace(f'digest = "{file.digest}"', "").replace(f"size = {file.size}", "")
    own = folder / f"{POSENET}.toml"
    own.write_text(text)
    return own, beside


@pytest.mark.shared
@pytest.mark.usefixtures("posenet", "canned")
def test_a_machine_that_keeps_nothing_is_measured_all_the_same(state: Path) -> None:
    state.mkdir()

    result = run(*FEW, "--model", POSENET)

    assert result.exception is None
    assert result.stdout.splitlines()[1].startswith(f"{POSENET} ")
    assert result.stderr.splitlines()[-1].startswith(f"cannot keep what was measured in {state}: ")


@pytest.mark.shared
@pytest.mark.usefixtures("posenet", "canned")
@pytest.mark.parametrize(("load", "busy"), [(0.0, False), (9000.0, True)])
def test_a_busy_machine_is_told_that_its_figures_mislead(
    monkeypatch: pytest.MonkeyPatch, load: float, busy: bool
) -> None:
    monkeypatch.setattr("os.getloadavg", lambda: (load, load, load))

    assert ("this machine is busy (load 9000.0 on " in run(*FEW).stderr) == busy


@pytest.mark.shared
@pytest.mark.usefixtures("posenet", "canned")
@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_on_a_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr("engine.commands.fetched.PLAIN_WIDTH", width)

    heading, line = run(*FEW).stdout.splitlines()

    assert max(len(heading.rstrip()), len(line.rstrip())) <= width
    for column in ("whole frame", "bare model", "decode", "frames/s"):
        assert column in heading


@pytest.mark.shared
@pytest.mark.usefixtures("posenet", "canned")
def test_no_password_of_a_camera_is_kept(state: Path) -> None:
    run(*FEW, "--source", "rtsp://crew:secret@camera/stream")

    assert "camera/stream" in state.read_text()
    assert "secret" not in state.read_text()


@pytest.mark.shared
@pytest.mark.usefixtures("posenet")
def test_a_single_picture_is_too_little_to_tell_a_speed_by(shared: Path, state: Path) -> None:
    result = run(*FEW, "--source", str(shared / "media" / "test_couple.jpg"))

    assert isinstance(result.exception, UsageError)
    assert str(result.exception) == "the source has too few pictures to tell a speed by: 1"
    assert not state.exists()


def test_where_no_model_is_installed_it_says_how_to_get_one() -> None:
    result = run(*FEW)

    assert isinstance(result.exception, ModelError)
    assert str(result.exception) == "no model is installed; run: skeleton-crew models fetch"


BARS = """
attempts = 3

[[bars]]
model = "posenet-481x353"
source = "stage:trio"
ratio = {ratio}
decode = 1.0
share = 0.5
"""


def checked(
    path: Path, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> tuple[Result, list[float]]:
    """The check for ``ratio`` of a model that gets a little faster each time it is measured."""
    tries: list[float] = []

    def measure(
        _: object,
        spec: ModelSpec,
        count: int,
        rounds: int,  # noqa: ARG001
    ) -> tuple[ModelSpec, Measurement]:
        tries.append(1.5 - 0.1 * len(tries))
        timing = Timing(10.0, 11.0, 12.0)
        steps = dict.fromkeys(STEPS, timing)
        return spec, Measurement(
            spec.name, (640, 480), count, 3.0, timing, timing, tries[-1], 8.1, steps
        )

    monkeypatch.setattr("engine.commands.bench.measure", measure)
    path.write_text(BARS.format(ratio=ratio))
    return run("--check", str(path)), tries


@pytest.mark.parametrize(("ratio", "tries", "status"), [(1.55, 1, 0), (1.45, 2, 0), (1.2, 3, 1)])
def test_the_best_of_several_attempts_is_held_to_the_bars(
    ratio: float, tries: int, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, tried = checked(tmp_path / "bars.toml", monkeypatch, ratio)
    assert (len(tried), result.exit_code) == (tries, status)
    assert ("too slow" in result.stdout) == bool(status)


def test_the_bars_that_are_shipped_name_models_that_there_are() -> None:
    bars = read_config(Path("config/bars.toml"), Bars).bars
    assert {models.load(bar.model).name for bar in bars} == {bar.model for bar in bars}
