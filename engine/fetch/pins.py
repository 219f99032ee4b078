"""Digests of files that no description knows: noted when a file first comes, kept from then on.

``NAME.sha256`` beside the file called ``NAME``, which ``sha256sum --check`` reads too.
"""

import hashlib
from pathlib import Path


def pin(place: Path, content: Path) -> None:
    """Note that the file at ``place`` is to be what ``content`` is now."""
    note = note_of(place)
    part = note.with_name(note.name + ".part")
    part.write_text(f"{_sha256(content)}  {place.name}\n", encoding="utf-8")
    part.replace(note)


def pinned(place: Path) -> str | None:
    """The digest (``sha256:…``) that the file at ``place`` had when it first came, if noted."""
    try:
        digest = note_of(place).read_text(encoding="utf-8", errors="replace").partition(" ")[0]
    except FileNotFoundError:
        return None
    return f"sha256:{digest}"


def note_of(place: Path) -> Path:
    """Where the digest of the file at ``place`` is noted, if it is."""
    return place.with_name(place.name + ".sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
