"""A report as text of 80 columns."""

import io
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from apps.pose_logger.report import summary
from apps.pose_logger.report.answers import Line, Report, RoomDay

_WIDTH = 80
_BARS = "▁▂▃▄▅▆▇█"
_NOBODY, _UNKNOWN = "·", " "


def as_table(report: Report, *, width: int = _WIDTH, colour: bool = False) -> str:
    """The report for a terminal of ``width`` columns; ``colour`` adds escape sequences."""
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=colour, highlight=False)
    span = summary.span(report.first, report.last)
    console.print(Text(f"{', '.join(report.sites) or 'No data'} · {span}", style="bold"))
    console.print(f"Times of {report.time_zone}. {_observed(report)}")
    for part in (_zones(report), _lines(report.lines), _rooms(report.rooms)):
        if part.row_count:
            console.print(part)
    for line in _busy_hours(report):
        console.print(line, overflow="crop", no_wrap=True)
    for skipped in report.skipped:
        console.print(f"skipped {skipped.file}: {skipped.reason}", style="yellow")
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def _observed(report: Report) -> str:
    share = summary.observed_share(report)
    return f"The cameras saw {share:.0%} of the time."


def _zones(report: Report) -> Table:
    zones = summary.busiest(report.zones)
    table = _table("Zone", "Visits", "In", "Out", "People", "Most", "Stay", "Observed")
    for name, zone in zip(summary.names(zones), zones, strict=True):
        table.add_row(
            name,
            str(zone.visits),
            str(zone.entries),
            str(zone.exits),
            _number(zone.mean_people),
            summary.UNKNOWN if zone.most_people is None else str(zone.most_people),
            summary.duration(zone.median_dwell),
            f"{zone.observed_share:.0%}",
        )
    return table


def _lines(lines: Sequence[Line]) -> Table:
    table = _table("Line", "In", "Out", "Balance", "95 %")
    for line in lines:
        balance = f"{line.entries - line.exits:+}"
        table.add_row(line.line, str(line.entries), str(line.exits), balance, f"± {line.error:.0f}")
    return table


def _rooms(days: Sequence[RoomDay]) -> Table:
    table = _table("Room", "From", "Until", "In", "Out", "Most", "At", "Unaccounted")
    for day in days:
        table.add_row(
            day.room,
            day.start[:10],
            day.end[11:16],
            str(day.entries),
            str(day.exits),
            str(day.most_people),
            day.most_at[11:16],
            f"{day.unaccounted:+}",
        )
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column(first, overflow="fold", ratio=1)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _number(value: float | None) -> str:
    return summary.UNKNOWN if value is None else f"{value:.2f}"


def _busy_hours(report: Report) -> list[str]:
    """A line for each weekday, with a bar for each hour; a blank where nothing was observed."""
    means = summary.by_week_hour(report.hours)
    most = max((mean or 0.0 for mean in means.values()), default=0.0)
    if not means:
        return []
    lines = []
    for day in sorted({day for day, _ in means}):
        bars = " ".join(_bar(means.get((day, hour)), most) for hour in range(24))
        lines.append(f"{summary.WEEKDAYS[day][:3]}  {bars}".rstrip())
    hours = "     " + " ".join(f"{hour:02}" for hour in range(24))
    scale = f"{_BARS[0]} few, {_BARS[-1]} {most:.1f}, {_NOBODY} nobody, blank not observed"
    return [f"People at a time: {scale}", hours, *lines]


def _bar(mean: float | None, most: float) -> str:
    if mean is None:
        return 2 * _UNKNOWN
    step = int(len(_BARS) * mean / most) if most else 0
    return 2 * (_BARS[min(step, len(_BARS) - 1)] if mean else _NOBODY)
