"""How far a fetch has come, for the person who waits: a bar on a terminal, else a line a file."""

import sys
from collections.abc import Callable
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
    """A bar for each file, or a spinner where the size is not known; gone when the file is here."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True)
        self._stop: Callable[[], None] = lambda: None
        self._update: Callable[[int], None] = lambda _: None

    def begin(self, what: str, size: int) -> None:
        """Show a bar or a spinner."""
        if size:
            self._show_bar(what, size)
        else:
            spinner = self._console.status(what)
            spinner.start()
            self._stop = spinner.stop

    def reach(self, size: int) -> None:
        """Fill the bar so far."""
        self._update(size)

    def end(self) -> None:
        """Take the bar away."""
        self._stop()

    def _show_bar(self, what: str, size: int) -> None:
        from rich.progress import BarColumn, DownloadColumn, TextColumn
        from rich.progress import Progress as RichProgress

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        bar = RichProgress(*columns, console=self._console, transient=True)
        task = bar.add_task(what, total=size)
        bar.start()
        self._stop = bar.stop
        self._update = lambda size: bar.update(task, completed=size)


def on_stderr() -> Progress:
    """Bars if stderr is a terminal, plain lines if not."""
    return Bars() if sys.stderr.isatty() else Lines()
