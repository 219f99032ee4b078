"""What was installed: a list of files and their digests, as ``sha256sum --check`` reads it."""

import hashlib
from pathlib import Path

Digests = dict[Path, str]
"""The paths of files on the machine, each with its content's SHA-256 when it was installed."""


def digest(data: bytes) -> str:
    """The SHA-256 of ``data``, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read(path: Path) -> Digests:
    """The manifest at ``path``; nothing where there is none."""
    if not path.exists():
        return {}
    lines = (line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {Path(name): known for known, name in lines}


def write(path: Path, digests: Digests) -> None:
    """Write the manifest to ``path``."""
    lines = [f"{known}  {name}\n" for name, known in sorted(digests.items())]
    path.write_text("".join(lines), encoding="utf-8")
    path.chmod(0o644)
