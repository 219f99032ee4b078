"""Get, check and keep the files that a description of a model or SoundFont names.

Files are kept under :func:`folder` in the layout of a mirror, and are only ever used when they
have the size and digest that their description says, or that they came with if it says none.
"""

from engine.fetch.choice import (
    best_first,
    choose,
    choose_soundfont,
    compiled_for,
    files_of,
    speed_subject,
)
from engine.fetch.fetching import fetch
from engine.fetch.kept import Files, fingerprint, folder, installed, is_pinned, present, size
from engine.fetch.removal import remove

__all__ = [
    "Files",
    "best_first",
    "choose",
    "choose_soundfont",
    "compiled_for",
    "fetch",
    "files_of",
    "fingerprint",
    "folder",
    "installed",
    "is_pinned",
    "present",
    "remove",
    "size",
    "speed_subject",
]
