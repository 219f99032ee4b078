"""A real Mosquitto: Debian's package, which is installed where it is missing and we may."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps.pose_logger.live.brokers import Broker

_SEARCHED = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"])
_APT = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=240"]
_COMMANDS = (
    [*_APT, "install", "-y", "--no-install-recommends", "mosquitto"],
    [*_APT, "update"],
    [*_APT, "install", "-y", "--no-install-recommends", "mosquitto"],
)


@pytest.fixture(scope="session")
def mosquitto() -> str:
    """The program; fails where it is missing and cannot be installed."""
    if (found := _program()) is None:
        with (Path(tempfile.gettempdir()) / "skeleton-crew-mosquitto.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            said = "" if _program() else _install()
        found = _program()
    assert found is not None, f"these tests need Debian's package mosquitto, and {said}"
    return found


@pytest.fixture
def broker(mosquitto: str, tmp_path: Path) -> Iterator[Broker]:
    """A broker that runs, and keeps nothing on the disk."""
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = Broker(mosquitto, folder)
    yield broker
    broker.kill()


def _program() -> str | None:
    return shutil.which("mosquitto", path=_SEARCHED)


def _install() -> str:
    """Install the package; what came of it."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return "only root can install it, with apt-get"
    for command in _COMMANDS:
        done = subprocess.run(
            command,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            text=True,
        )
        if done.returncode == 0 and "install" in command:
            break
    return f"apt-get said: {(done.stdout + done.stderr)[-500:]}"
