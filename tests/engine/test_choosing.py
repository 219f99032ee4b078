"""What ``--model auto`` takes: real models, real sources, and figures that were planted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import assembly, models, speeds
from engine.settings import EngineSettings
from tests.engine.figures import plant

pytestmark = pytest.mark.shared

BEST, FAST = "human-pose-estimation-0001", "posenet-481x353"


@pytest.fixture(autouse=True)
def installed(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The models of the mirror are installed, and nothing was measured."""
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(shared / "models"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(speeds, "path", lambda: tmp_path / "skeleton-crew" / "speeds.json")


def taken(source: str) -> tuple[str, list[str]]:
    """The model that an app with ``source`` is given, and what is said of that."""
    said: list[str] = []
    camera, model = assembly.open_camera_and_model(
        EngineSettings(source=source), said.append, real_time=True
    )
    camera.close()
    return model.name, said


def test_the_best_is_taken_where_nothing_was_measured() -> None:
    assert taken("stage:trio") == (BEST, [])


def test_the_best_is_taken_where_it_holds_the_rate() -> None:
    plant(models.load(BEST), 33.0)
    plant(models.load(FAST), 5.0)

    assert taken("stage:trio") == (BEST, [])


def test_a_slow_video_gets_the_best_where_a_camera_gets_what_is_fast_enough(shared: Path) -> None:
    plant(models.load(BEST), 60.0)
    plant(models.load(FAST), 5.0)

    model, said = taken("stage:trio")

    assert (model, len(said)) == (FAST, 1)
    assert taken(str(shared / "media" / "one-by-one-person-detection.mp4")) == (BEST, [])


def test_the_command_line_tells_in_one_line_what_was_passed_over(tmp_path: Path) -> None:
    plant(models.load(BEST), 60.0)
    plant(models.load(FAST), 5.0)
    command = [sys.executable, "-m", "apps", "detect", "stage:trio", "--seconds", "0.1", "--json"]

    result = subprocess.run(
        command, cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=True
    )

    assert json.loads(result.stdout.splitlines()[0])["model"] == FAST
    slow = f"{BEST} takes 60 ms a frame here"
    assert result.stderr == f"using {FAST}: {slow}, too slow for 30 frames a second\n"
