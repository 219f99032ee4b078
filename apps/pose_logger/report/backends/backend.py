"""What a backend is given and asked, and what backends have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from engine.poses import OutputError

if TYPE_CHECKING:
    import ibis
    import pyarrow


class Part(NamedTuple):
    """Where some rows of a table are: in Parquet ``files`` or in ``rows``.

    ``prefix`` goes before the names of their cameras.
    """

    files: Sequence[Path]
    rows: pyarrow.Table | None = None
    prefix: str = ""


class Columns(NamedTuple):
    """The columns of a table that are asked about; those in ``times`` become microseconds."""

    names: Sequence[str]
    times: Sequence[str]


class Backend(Protocol):
    """Something that answers expressions over tables that it was given."""

    def give(self, table: str, columns: Columns, parts: Sequence[Part]) -> None:
        """Let questions be asked about ``table``, which has at least one part."""

    def answer(self, question: ibis.Table) -> pyarrow.Table:
        """The rows that ``question`` asks for; :class:`OutputError` where that fails."""

    def close(self) -> None:
        """Let go of what is held."""


def select(columns: Columns, prefix: str, source: str, microseconds: str, quote: str) -> str:
    """A part's columns, in words that both SQL dialects know."""
    chosen = []
    for name in columns.names:
        column = value = f"{quote}{name}{quote}"
        if name in columns.times:
            value = f"{microseconds}({column})"
        elif name == "camera" and prefix:
            value = f"concat({text(prefix)}, {column})"
        chosen.append(f"{value} AS {column}")
    return f"SELECT {', '.join(chosen)} FROM {source}"


def text(value: str) -> str:
    """``value`` as a text of SQL."""
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def translated(*errors: type[Exception], what: str = "the data") -> Iterator[None]:
    """Say in one line what a backend failed with."""
    try:
        yield
    except errors as error:
        reason = str(error).strip().partition("\n")[0]
        raise OutputError(f"cannot ask {what}: {reason}") from error
