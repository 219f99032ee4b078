"""Accuracy as tables in Markdown, and where they stand in a document."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from engine.poses.errors import UsageError
from tools.accuracy.evaluation import Accuracy


class Row(NamedTuple):
    """One model: its name, for how many ``people`` it is, and the cells that follow."""

    model: str
    people: str
    cells: Sequence[str]


def table(headings: Sequence[str], rows: Sequence[Row]) -> str:
    """``rows`` with ``headings`` above the cells that follow the model's name."""
    lines = [("model", "people", *headings), ("---",) * (2 + len(headings))]
    lines += [(f"`{row.model}`", row.people, *row.cells) for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def detailed(accuracy: Accuracy, low_and_high: tuple[float, float]) -> list[str]:
    """All of ``accuracy``; the range of its precision is the second."""
    low, high = map(figure, low_and_high)
    first, *others = map(figure, accuracy)
    return [first, f"{low} to {high}", *others]


def brief(accuracy: Accuracy) -> str:
    """Precision and recall."""
    return f"{figure(accuracy.precision)} / {figure(accuracy.recall)}"


def figure(share: float) -> str:
    """``share`` in hundredths; three digits would promise what few pictures cannot keep."""
    return "" if math.isnan(share) else f"{share:.2f}"


def written(document: str, tables: Mapping[str, str]) -> str:
    """``document`` with each of ``tables`` between the comments that begin and end its name.

    :class:`UsageError` where the document has no place for one.
    """
    for name, content in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, begun, rest = document.partition(begin)
        _, ended, after = rest.partition(end)
        if not (begun and ended):
            raise UsageError(f"there is no place for {name}: {begin.strip()} … {end}")
        document = f"{before}{begin}\n{content}\n\n{end}{after}"
    return document


def write(path: Path, tables: Mapping[str, str]) -> None:
    """Put ``tables`` into the document at ``path``, as :func:`written` has it."""
    path.write_text(written(path.read_text(encoding="utf-8"), tables), encoding="utf-8")
