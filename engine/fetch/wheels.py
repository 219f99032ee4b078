"""Files out of a wheel on PyPI, which pip gets with whatever index and proxy it is set up for."""

import importlib.util
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from engine.descriptions import WheelSpec
from engine.fetch.partial import PartialFile, Unavailable
from engine.fetch.progress import Progress

_CHUNK = 1 << 20
_PATIENCE = {"PIP_RETRIES": "1", "PIP_DEFAULT_TIMEOUT": "10"}
"""How soon pip gives up, unless the environment says otherwise."""


def download(wheel: WheelSpec, into: Path, progress: Progress) -> Path:
    """The wheel, got with pip into the folder ``into``, or :class:`Unavailable`.

    It is asked for by its own tags, so that any machine gets it, whatever it could install.
    """
    if importlib.util.find_spec("pip") is None:
        raise Unavailable(
            f"{wheel.package} comes by pip, which {sys.executable} lacks "
            "(it can be added with: python -m ensurepip)"
        )
    progress.begin(f"fetching the wheel {wheel.package} {wheel.version} with pip", 0)
    try:
        result = _pip_download(wheel, into)
    finally:
        progress.end()
    found = sorted(into.glob("*.whl"))
    if result.returncode or not found:
        raise Unavailable(f"pip cannot get {wheel.package} {wheel.version}: {_reason(result)}")
    return found[0]


def unpack(archive: Path, part: PartialFile) -> None:
    """Put the member of the wheel ``archive`` that ``part`` is to become into it.

    :class:`Unavailable` if there is none.
    """
    member = str(part.file.member)
    part.restart()
    try:
        with zipfile.ZipFile(archive) as wheel, wheel.open(member) as stream:
            while data := stream.read(_CHUNK):
                part.append(data)
    except (KeyError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise Unavailable(f"{archive.name} carries no {member}, or is damaged") from error


def _pip_download(wheel: WheelSpec, into: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-input"),
            *("--disable-pip-version-check", "--progress-bar=off"),
            *("--no-deps", "--only-binary=:all:", "--implementation=cp"),
            *(f"--python-version={wheel.python}", f"--platform={wheel.platform}"),
            *("--dest", str(into), f"{wheel.package}=={wheel.version}"),
        ],
        env=_PATIENCE | os.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _reason(result: subprocess.CompletedProcess[str]) -> str:
    """The last error in what pip wrote."""
    lines = [line.removeprefix("ERROR: ") for line in result.stderr.splitlines() if line.strip()]
    return lines[-1].strip() if lines else f"exit status {result.returncode}"
