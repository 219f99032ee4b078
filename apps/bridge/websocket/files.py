"""The files of a page, and nothing beside them."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

_INDEX = "index.html"
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".mjs": "text/javascript",
}
_TEXT = ("text/", "application/json", "image/svg")


class File(NamedTuple):
    """What is sent for an address."""

    type: str
    content: bytes


class Files:
    """The files of several ``folders``: where two have the same, that of the first."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [folder.resolve() for folder in folders]

    def find(self, target: str) -> File | None:
        """What ``target``, the path of a request, names; None if nothing, or nothing of the page.

        A file that cannot be read is not there; hidden files and what links lead to outside of the
        folders are not the page's.
        """
        name = unquote(target.partition("?")[0].partition("#")[0]).lstrip("/")
        if not name or name.endswith("/"):
            name += _INDEX
        for folder in self._folders:
            if (found := _read(folder, name)) is not None:
                return File(_type(name), found)
        return None


def _read(folder: Path, name: str) -> bytes | None:
    if any(part.startswith(".") for part in name.split("/")) or "\\" in name:
        return None
    try:
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and path.is_file():
            return path.read_bytes()
    except (OSError, ValueError):
        return None
    return None


def _type(name: str) -> str:
    """The media type by the name: not by what this machine's list happens to say of scripts."""
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    type_ = _TYPES.get(Path(name).suffix.lower(), guessed)
    return f"{type_}; charset=utf-8" if type_.startswith(_TEXT) else type_
