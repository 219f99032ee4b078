"""Tries to get at an engine, and prints what came of each attempt: an error's name, or ``had``.

``python intruder.py PID CAMERA SOCKET``; knows nothing but Python's own library.
"""

import ctypes
import errno
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

PTRACE_SEIZE = 0x4206
PIDFD_GETFD = 438

libc = ctypes.CDLL(None, use_errno=True)


def call(function: Callable[..., int], *arguments: object) -> None:
    ctypes.set_errno(0)
    if function(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def open_camera(path: str) -> None:
    os.close(os.open(path, os.O_RDONLY))


def connect(path: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(path)


def steal_descriptor(pid: int) -> None:
    call(libc.syscall, PIDFD_GETFD, os.pidfd_open(pid), 0, 0)


def outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "had"


def main() -> None:
    pid, camera, address = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    attempts: dict[str, Callable[[], object]] = {
        "camera": lambda: open_camera(camera),
        "socket": lambda: connect(address),
        "memory": lambda: open_camera(f"/proc/{pid}/mem"),
        "descriptors": lambda: list(Path(f"/proc/{pid}/fd").iterdir()),
        "a descriptor": lambda: steal_descriptor(pid),
        "trace": lambda: call(libc.ptrace, PTRACE_SEIZE, pid, 0, 0),
    }
    print(json.dumps({name: outcome(attempt) for name, attempt in attempts.items()}))


if __name__ == "__main__":
    main()
