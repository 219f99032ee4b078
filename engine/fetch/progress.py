"""How far a fetch has come, for the person who waits: a bar on a terminal, else a line a file."""

import sys
from typing import Protocol


class Progress(Protocol):
    """Is told how the files come, one after the other."""

    def begin(self, what: str, size: int) -> None:
        """``what`` begins, in words; it takes ``size`` bytes, 0 if that is not known."""
        ...

    def reach(self, size: int) -> None:
        """``size`` bytes of it are here."""
        ...

    def end(self) -> None:
        """No more of it comes, for better or worse."""
        ...


class Silent:
    """Shows nothing."""

    def begin(self, what: str, size: int) -> None:
        """Nothing to show."""

    def reach(self, size: int) -> None:
        """Nothing to show."""

    def end(self) -> None:
        """Nothing to show."""


class Lines(Silent):
    """One plain line for each file, on stderr."""

    def begin(self, what: str, size: int) -> None:
        """Say that it begins."""
        amount = f" ({size / 1e6:.1f} MB)" if size else ""
        print(f"{what}{amount}", file=sys.stderr, flush=True)


class Bars:
    """One bar for each file, on a terminal, gone when the file is here."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            TextColumn,
            TimeElapsedColumn,
        )
        from rich.progress import Progress as RichProgress

        self._bars = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )

    def begin(self, what: str, size: int) -> None:
        """Show a bar; one that moves without end if the size is not known."""
        self._task = self._bars.add_task(what, total=size or None)
        self._bars.start()

    def reach(self, size: int) -> None:
        """Fill the bar so far."""
        self._bars.update(self._task, completed=size)

    def end(self) -> None:
        """Take the bar away."""
        self._bars.stop()
        self._bars.remove_task(self._task)


def on_stderr() -> Progress:
    """Bars if stderr is a terminal, plain lines if not."""
    return Bars() if sys.stderr.isatty() else Lines()
