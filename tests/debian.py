"""Programs that tests need and that come with Debian."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_SEARCHED = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"])
_APT = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=240"]


def program(name: str, package: str) -> str:
    """The path of the program ``name``, whose ``package`` is installed where it is missing.

    Fails where that cannot be done: a test that needs the program is not skipped.
    """
    with (Path(tempfile.gettempdir()) / f"skeleton-crew-{package}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = "" if shutil.which(name, path=_SEARCHED) else _install(package)
    found = shutil.which(name, path=_SEARCHED)
    assert found is not None, f"this test needs Debian's package {package}; {said}"
    return found


def _install(package: str) -> str:
    """Install ``package``, and tell what came of it."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return "only root can install it, with apt-get"
    install = [*_APT, "install", "-y", "--no-install-recommends", package]
    for command in (install, [*_APT, "update"], install):
        done = subprocess.run(
            command,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            text=True,
        )
        if command is install and done.returncode == 0:
            break
    return f"apt-get said: {(done.stdout + done.stderr)[-500:]}"
