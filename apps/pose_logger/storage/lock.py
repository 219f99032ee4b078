"""One writer a folder."""

import fcntl
import os
from pathlib import Path

from engine.poses import OutputError


class Lock:
    """Holds the file ``path`` for this process, until it ends or :meth:`release`.

    :class:`OutputError` names the process that holds it already.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise OutputError(
                f"{path.parent.parent} is being written by process {holder}: "
                "stop that one, or set another folder as `data`"
            ) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        """Let others have it."""
        self._file.close()
