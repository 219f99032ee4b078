"""Where an engine is to be found: a socket file of this machine, or a host and port."""

import os
from pathlib import Path
from typing import NamedTuple

from engine.poses.errors import UsageError

DEFAULT = "local"
"""The address of this machine's own engine, where nobody chose another."""

_IPC, _TCP = "ipc://", "tcp://"
_KINDS = f"{DEFAULT}, {_IPC}PATH or {_TCP}HOST:PORT"
_LONGEST_PATH = 107
"""Bytes of a socket's path, as Linux has it."""


class Address(NamedTuple):
    """An address in ZeroMQ's own words; ``path`` is the socket file's, None for TCP."""

    url: str
    path: Path | None


def read_address(text: str) -> Address:
    """The address that ``text`` names; :class:`UsageError` says what it could have been."""
    if text == DEFAULT:
        return _of_path(_default_path())
    if text.startswith(_IPC):
        return _of_path(Path(text.removeprefix(_IPC)))
    if text.startswith(_TCP):
        return _of_host(text)
    raise UsageError(f"{text!r} is no address of an engine; it may be {_KINDS}")


def _default_path() -> Path:
    """In the folder of whoever is logged in; else in that of the system's services."""
    return Path(os.environ.get("XDG_RUNTIME_DIR") or "/run", "skeleton-crew", "engine.sock")


def _of_path(path: Path) -> Address:
    if not path.name or path.name[0] in "@*":
        raise UsageError(f"{_IPC}{path} names no file; an address may be {_KINDS}")
    if len(os.fsencode(path)) > _LONGEST_PATH:
        raise UsageError(f"{_IPC}{path} is too long: {_LONGEST_PATH} bytes of path are the most")
    return Address(f"{_IPC}{path}", path)


def _of_host(text: str) -> Address:
    host, _, port = text.removeprefix(_TCP).rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise UsageError(f"{text!r} has no host and port, as in {_TCP}192.168.1.20:5555")
    return Address(text, None)
