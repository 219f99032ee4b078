"""The services of a kiosk, judged by systemd's own tools: valid, closed, with a wall between."""

import json
import re
import shlex
import signal
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
import typer.main

from apps.__main__ import app
from tests.debian import program
from tools.kiosk.files import PROJECT
from tools.kiosk.installation import Installation

ENGINE = "skeleton-crew-engine.service"
APPS = (
    "skeleton-crew-app@logger.service",
    "skeleton-crew-app@synthesizer.service",
    "skeleton-crew-screen@anonymizer.service",
    "skeleton-crew-screen@synthesizer.service",
)
BRIDGES = tuple(f"skeleton-crew-bridge@{name}.service" for name in ("mqtt", "osc", "websocket"))
AIM = "skeleton-crew-aim@video0.service"
UNITS = (ENGINE, *APPS, *BRIDGES, AIM)
MANUAL = (PROJECT / "docs" / "kiosk.md").read_text(encoding="utf-8")
DROP_INS = re.findall(r"^```ini (\w+)\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)


@pytest.fixture
def root(tmp_path: Path, kiosk: Callable[[], Installation]) -> Path:
    """A machine's root folder with the kiosk in it, and what the services run and need."""
    kiosk().install()
    for path in ("opt/skeleton-crew/bin/skeleton-crew", "usr/bin/cage", "usr/sbin/seatd"):
        stub = tmp_path / path
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("#!/bin/sh\n")
        stub.chmod(0o755)
    seatd = tmp_path / "etc/systemd/system/seatd.service"
    seatd.write_text("[Service]\nExecStart=/usr/sbin/seatd -g video\n")
    return tmp_path


def analyze(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [program("systemd-analyze", "systemd"), f"--root={root}", "--no-pager", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def verified(root: Path, *units: str) -> str:
    """What systemd has to say against ``units``."""
    done = analyze(root, "verify", "--man=no", "--recursive-errors=no", *units)
    return done.stderr or (f"exit status {done.returncode}" if done.returncode else "")


def settings(unit: str) -> dict[str, list[str]]:
    """The settings of ``unit``, with those that all have; each with all its values."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in (re.sub(r"@\w+", "@", unit), "wall.conf"):
        for line in (PROJECT / "config" / "kiosk" / name).read_text().splitlines():
            if line[:1].isalpha():
                key, _, value = line.partition("=")
                found[key] += value.split() if key != "ExecStart" else [value]
    return found


def test_systemd_has_nothing_to_say_against_the_units(root: Path) -> None:
    assert verified(root, *UNITS) == ""


def test_systemd_would_say_what_is_wrong(root: Path) -> None:
    unit = root / "etc/systemd/system" / ENGINE
    unit.write_text(unit.read_text().replace("ProtectHome=yes", "ProtectHouse=yes"))
    assert "ProtectHouse" in verified(root, ENGINE)


@pytest.mark.parametrize(("kind", "text"), DROP_INS)
def test_the_drop_ins_of_the_manual_are_valid(root: Path, kind: str, text: str) -> None:
    for unit in {"engine": [ENGINE], "app": APPS, "bridge": BRIDGES}[kind]:
        folder = root / "etc/systemd/system" / f"{unit}.d"
        folder.mkdir(exist_ok=True)
        (folder / "override.conf").write_text(text)
        assert verified(root, unit) == ""


def test_units_expose_next_to_nothing(root: Path) -> None:
    for unit in UNITS:
        done = analyze(root, "security", "--offline=true", "--json=short", unit)
        rows = json.loads(done.stdout)
        overall = analyze(root, "security", "--offline=true", "--threshold=20", unit)
        assert overall.returncode == 0, overall.stdout
        assert len(rows) > 50


def test_units_have_the_wall_from_a_file_that_all_share(root: Path) -> None:
    for wall in root.rglob("wall.conf"):
        wall.unlink()
    for unit in UNITS:
        assert analyze(root, "security", "--offline=true", "--threshold=40", unit).returncode != 0


def test_only_the_engine_and_who_aims_the_camera_may_open_it() -> None:
    for unit in UNITS:
        found = settings(unit)
        cameras = unit in (ENGINE, AIM)
        assert ("video" in found["SupplementaryGroups"]) == cameras
        assert ("char-video4linux" in found["DeviceAllow"]) == cameras
        assert found["DevicePolicy"] == ["closed"]
        assert (found["User"] == ["skeleton-crew-engine"]) == cameras


def test_nobody_has_more_rights_than_at_the_start_nor_a_network_but_bridges_the_machines_own() -> (
    None
):
    for unit in UNITS:
        found = settings(unit)
        assert found["NoNewPrivileges"] == ["yes"]
        assert found["IPAddressDeny"] == ["any"]
        if unit in BRIDGES:
            assert found["IPAddressAllow"] == ["localhost"]
        else:
            assert found["PrivateNetwork"] == ["yes"]
            assert not {"AF_INET", "AF_INET6"} & set(found["RestrictAddressFamilies"])


def test_who_has_the_camera_can_write_to_memory_only() -> None:
    for unit in UNITS:
        found = settings(unit)
        assert found["ProtectSystem"] == ["strict"]
        assert found["LimitCORE"] == ["0"]
        if unit in (ENGINE, AIM):
            assert [place.split(":")[0] for place in found["TemporaryFileSystem"]] == [
                "/tmp",
                "/var/tmp",
            ]
            assert found["MemorySwapMax"] == ["0"]
            for key in ("PrivateTmp", "StateDirectory", "CacheDirectory", "LogsDirectory"):
                assert not found[key]
        else:
            assert found["PrivateTmp"] == ["yes"]


def test_the_engine_is_started_again_when_its_frames_are_not_processed() -> None:
    found = settings(ENGINE)
    assert found["Type"] == ["notify"]
    assert found["WatchdogSec"] == ["15s"]
    for unit in (ENGINE, *APPS, *BRIDGES):
        assert settings(unit)["Restart"] == ["always"]


def test_who_is_asked_to_end_has_not_failed() -> None:
    for unit in UNITS:
        assert str(128 + signal.SIGTERM) in settings(unit)["SuccessExitStatus"]


def test_units_give_the_command_line_what_it_knows() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for unit in UNITS:
        instance = re.sub(r".*@|\.service", "", unit)
        (line,) = settings(unit)["ExecStart"]
        words = shlex.split(line.replace("%i", instance))
        at = words.index("@PREFIX@/bin/skeleton-crew")
        name, *arguments = words[at + 1 :]
        command = commands[name]
        if name == "bridge":
            command = command.commands[arguments[0]]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("--")} <= known


def test_the_users_are_members_of_no_group_that_has_devices(root: Path) -> None:
    users = root / "etc/sysusers.d/skeleton-crew.conf"
    sysusers = [program("systemd-sysusers", "systemd"), f"--root={root}", str(users)]
    subprocess.run(sysusers, check=True, capture_output=True)
    rows = [line.split(":") for line in (root / "etc/passwd").read_text().splitlines()]
    groups = [line.split(":") for line in (root / "etc/group").read_text().splitlines()]
    (ours,) = (number for name, _, number, _ in groups if name == "skeleton-crew")
    assert {row[0]: row[3] for row in rows} == dict.fromkeys(
        ("skeleton-crew-engine", "skeleton-crew-app"), ours
    )
    assert not any(members for *_, members in groups)
