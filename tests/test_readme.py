"""Every command that README shows is run as it stands there."""

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engine.poses import Recorder, wire
from tests.engine.poses.values import frame

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh *(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands(kind: str) -> list[str]:
    return [line for label, block in BLOCKS if label == kind for line in block.splitlines()]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path}
    environment.pop("DISPLAY", None)
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.models
@pytest.mark.timeout(900)
def test_every_command_runs_as_it_is_shown(tmp_path: Path) -> None:
    shown = [command for command in commands("") if command.startswith("skeleton-crew")]
    assert len(shown) >= 8
    for command in shown:
        result = run(command, tmp_path)
        assert result.returncode == 0, f"{command}\n{result.stderr}"
    assert (tmp_path / "visit.mp4").stat().st_size > 10_000
    assert (tmp_path / "empty.png").stat().st_size > 10_000


def test_what_needs_a_camera_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "config").symlink_to(ROOT / "config")
    if Path("/dev/video0").exists():
        pytest.skip("this machine has a camera")
    on_coral = [line for line in commands("coral") if line.startswith("skeleton-crew")]
    assert on_coral
    for command in commands("camera") + on_coral:
        result = run(command, tmp_path)
        assert result.returncode == 1, f"{command}\n{result.stderr}"
        assert "/dev/video0" in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_what_needs_an_engine_runs_with_one_that_is_served(tmp_path: Path) -> None:
    with closing(Recorder(tmp_path / "visit.poses")) as recorder:
        for number in range(30):
            recorder.write(wire.encode(frame(number)))
    (serve,) = [line for line in commands("") if line.startswith("skeleton-crew serve")]
    engine, _, _ = serve.partition("&")
    for command in commands("engine"):
        result = run(f"{engine} & SDL_VIDEODRIVER=dummy {command}", tmp_path)
        assert result.returncode == 0, f"{command}\n{result.stderr}"
        assert "serving camera at ipc://crew.sock\n" in result.stderr


def test_what_make_is_asked_for_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    asked = set(re.findall(r"make ([a-z-]+)", README.split("## Privacy")[0]))
    assert {"demo", "setup", "install-kiosk", "uninstall-kiosk"} <= asked <= targets


def test_every_file_that_is_shown_is_here() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).is_file(), target
