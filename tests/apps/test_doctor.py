"""``skeleton-crew doctor`` as a technician runs it, on the machine that the tests run on."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps.commands.doctor import all_checks

CONFIGS = Path(__file__).parents[2] / "config"
KEYS = {"subject", "state", "detail", "mend", "needed"}

Doctor = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def doctor(tmp_path: Path) -> Doctor:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        screens = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
        environment = {name: value for name, value in os.environ.items() if name not in screens}
        return subprocess.run(
            [sys.executable, "-m", "apps", "doctor", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def told(result: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    """What ``--json`` printed, which is all there is."""
    assert result.stderr == ""
    report: dict[str, Any] = json.loads(result.stdout)
    assert result.returncode == (0 if report["ready"] else 1)
    assert all(finding.keys() == KEYS for finding in report["findings"])
    return report


def lacking(report: dict[str, Any]) -> list[str]:
    return [one["subject"] for one in report["findings"] if one["needed"] and one["state"] != "ok"]


@pytest.mark.usefixtures("installed_model")
def test_with_a_model_and_a_runtime_all_that_is_needed_is_here(doctor: Doctor) -> None:
    report = told(doctor("--json"))
    assert (report["ready"], report["config"], lacking(report)) == (True, None, [])
    states = {one["subject"]: one["state"] for one in report["findings"]}
    assert (states["Python"], states["OpenVINO"], states["pose model"]) == ("ok", "ok", "ok")
    assert states["display"] == "missing"
    assert states["FluidSynth"] == "ok"


def test_a_table_says_each_state_in_a_word_and_why_the_status_is_1(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(tmp_path))
    result = doctor()
    lines = result.stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert {line.split(" ")[0] for line in lines} <= {"", "ok", "missing", "broken"}
    at = next(number for number, line in enumerate(lines) if "NEEDED" in line)
    assert lines[at].startswith("missing  pose model")
    assert lines[at].rstrip().endswith("NEEDED: none that runs here is installed")
    assert lines[at + 1].strip() == "-> skeleton-crew models fetch"
    assert result.stderr == "needed, and not in order: pose model\n"
    assert result.returncode == 1


@pytest.mark.usefixtures("installed_model")
def test_what_a_config_asks_for_decides(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "logger.toml").write_text(
        """
        data = "logger.toml/data"
        mqtt = {host = "127.0.0.1", port = 9}
        engine = {source = "/dev/video77", device = "GPU.7"}
        """
    )
    report = told(doctor("--json", "--config", "logger.toml"))
    assert report["config"] == "logger.toml"
    assert lacking(report) == ["camera /dev/video77", "device GPU.7", "data folder", "MQTT broker"]


ALWAYS = {"Python", "pose model"}
SCREEN, SOUND = {"display"}, {"FluidSynth", "SoundFont"}


@pytest.mark.parametrize(
    ("config", "needed"),
    [
        ("", set()),
        ("engine = {source = 'stage:visit'}", {"source"}),
        ("engine = {source = '0'}", {"cameras"}),
        ("engine = {source = '/dev/v4l/by-id/usb-HD_Webcam'}", {"cameras"}),
        ("show_people = true", SCREEN),
        ("scale = 'blues'", SCREEN | SOUND),
        ("scale = 'blues'\nsound = {on = false}\nmidi = {port = 'x'}", SCREEN | {"MIDI ports"}),
        ("data = 'counts'", {"pyarrow", "data folder"}),
        ("mqtt = {host = 'broker'}", {"pyarrow", "data folder", "MQTT broker"}),
    ],
)
def test_what_a_config_asks_for_is_needed(tmp_path: Path, config: str, needed: set[str]) -> None:
    path = tmp_path / "app.toml"
    path.write_text(config)
    checks = all_checks(path)
    assert {check.subject for check in checks if check.needed} - ALWAYS == needed
    without_screen = {check.subject for check in all_checks(path, headless=True) if check.needed}
    assert without_screen == {check.subject for check in checks if check.needed} - SCREEN


@pytest.mark.parametrize("name", ["anonymizer", "synthesizer", "logger"])
def test_the_configs_that_come_along_are_each_known_for_their_app_s(name: str) -> None:
    needed = {check.subject for check in all_checks(CONFIGS / f"{name}.toml") if check.needed}
    needs = {"anonymizer": SCREEN, "synthesizer": SCREEN | SOUND}
    assert needed - ALWAYS == needs.get(name, {"pyarrow", "data folder"})
