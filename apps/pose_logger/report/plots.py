"""The plots of the page, as SVG that stands in HTML: no script, no font, nothing to fetch."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from apps.display.colours import PALETTE
from apps.pose_logger.report import summary
from apps.pose_logger.report.answers import Floor, RoomDay, Zone
from apps.pose_logger.report.figures import FAINT, WIDTH, as_svg, figure_of, styled
from apps.pose_logger.report.summary import WeekHour
from apps.pose_logger.report.survival import DwellClass

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ORANGE, _SKY, _GREEN, _YELLOW, _PINK, _RED, _BLUE = PALETTE
_SHADES = ("#F3F6F9", "#BFE0F5", _SKY, _BLUE, "#00304D")
"""From nobody to most: one hue, ever darker, so that it is told by its lightness alone."""

_UNOBSERVED = "////"
_DAYS_APART = 60
_BARS = 15
_TALLEST = 4.6
_WHOLLY = 0.95


@styled
def week(means: Mapping[WeekHour, float | None], weekdays: Sequence[int]) -> str:
    """How many people were there at each hour of these weekdays."""
    rows = [[means.get((day, hour)) for hour in range(24)] for day in weekdays]
    figure, axes = figure_of(max(0.85 + 0.29 * len(weekdays), 1.4))
    _heat(figure, axes, rows, label="people at a time")
    axes.set_yticks(
        [row + 0.5 for row in range(len(weekdays))], [summary.WEEKDAYS[day] for day in weekdays]
    )
    axes.set_xticks(range(0, 25, 2), [f"{hour}:00" for hour in range(0, 25, 2)], fontsize=8)
    axes.invert_yaxis()
    return as_svg(figure, "week")


@styled
def days(entries: Mapping[str, tuple[int, float]]) -> str:
    """How many entered zones on each day; hatched where a part of the day was not observed."""
    figure, axes = figure_of(1.9)
    dates = [datetime.date.fromisoformat(date) for date in entries]
    counts, shares = [count for count, _ in entries.values()], [s for _, s in entries.values()]
    axes.bar(dates, counts, color=_BLUE, width=0.8)  # type: ignore[arg-type]
    axes.set_ylabel("entries")
    tallest = max(counts, default=0) or 1
    blind = [(date, share) for date, share in zip(dates, shares, strict=True) if share < _WHOLLY]
    for date, _ in blind:
        axes.bar(date, tallest, width=1.0, color="none", hatch=_UNOBSERVED, linewidth=0)  # type: ignore[arg-type]
    _whole_numbers(axes)
    _date_ticks(axes, dates)
    return as_svg(figure, "days")


@styled
def zones(ordered: Sequence[Zone]) -> str:
    """The busiest zones, by the hours that people spent in them together."""
    shown = ordered[:_BARS]
    figure, axes = figure_of(0.5 + 0.27 * len(shown))
    hours = [zone.person_hours for zone in shown]
    bars = axes.barh(summary.names(ordered)[:_BARS], hours, color=_BLUE, height=0.7)
    axes.bar_label(bars, [f"{value:,.1f} h" for value in hours], padding=4)
    axes.set_xlim(0, (max(hours, default=0) or 1) * 1.15)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return as_svg(figure, "zones")


@styled
def dwell(classes: Sequence[DwellClass]) -> str:
    """How many stays took how long, and of how many an end was not seen."""
    figure, axes = figure_of(2.2)
    names = [_class_name(row) for row in classes]
    whole = [row.visits - row.censored for row in classes]
    cut = [row.censored for row in classes]
    axes.bar(names, whole, color=_BLUE, label="seen from beginning to end")
    axes.bar(names, cut, bottom=whole, color=_ORANGE, hatch="xx", label="may have been longer")
    axes.set_ylabel("visits")
    axes.tick_params(axis="x", labelsize=8, rotation=40)
    _whole_numbers(axes)
    if any(cut):
        figure.legend(loc="outside upper right", ncols=2)
    return as_svg(figure, "dwell")


@styled
def floor(where: Floor) -> str:
    """Where people stood, seen as the camera sees it or from above."""
    from matplotlib.colors import LogNorm

    across, down = where.right - where.left, where.bottom - where.top
    shape = down / across if where.unit == "metres" else 9 / 16
    figure, axes = figure_of(min(WIDTH * 0.75 * shape + 0.5, _TALLEST))
    most = max((max(row) for row in where.cells), default=0.0)
    seconds = [[cell or None for cell in row] for row in where.cells]
    norm = LogNorm(1, max(most, 10.0))
    edges = (
        _edges(where.left, where.right, len(where.cells[0])),
        _edges(where.top, where.bottom, len(where.cells)),
    )
    _heat(figure, axes, seconds, label="person-seconds", edges=edges, norm=norm, blank=True)
    axes.invert_yaxis()
    if where.unit == "metres":
        axes.set_aspect("equal")
        axes.set_xlabel("metres")
    else:
        axes.set_aspect(shape * across / down)
        axes.set_xticks([])
        axes.set_yticks([])
    return as_svg(figure, f"floor-{where.camera}")


@styled
def rooms(parts: Sequence[RoomDay]) -> str:
    """What was left unaccounted whenever a room was empty again: 0, had all been counted."""
    names = sorted({part.room for part in parts})
    figure, axes = figure_of(2.2)
    for name, colour in zip(names, PALETTE * len(names), strict=False):
        own = [part for part in parts if part.room == name]
        dates = [datetime.date.fromisoformat(part.start[:10]) for part in own]
        left = [part.unaccounted for part in own]
        axes.plot(dates, left, "o-", color=colour, label=name)  # type: ignore[arg-type]
    axes.axhline(0, color=FAINT, linewidth=1)
    axes.set_ylabel("in minus out")
    figure.legend(loc="outside upper right", ncols=4)
    _date_ticks(axes, [datetime.date.fromisoformat(part.start[:10]) for part in parts])
    return as_svg(figure, "rooms")


def _heat(
    figure: Figure,
    axes: Axes,
    rows: Sequence[Sequence[float | None]],
    *,
    label: str,
    edges: tuple[Sequence[float], Sequence[float]] | None = None,
    norm: Any = None,  # noqa: ANN401
    blank: bool = False,
) -> None:
    """Cells that are darker the more there is; hatched where None, or left out if ``blank``."""
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    across, down = edges or (range(len(rows[0]) + 1), range(len(rows) + 1))
    most = max((value or 0.0 for row in rows for value in row), default=0.0)
    shades = LinearSegmentedColormap.from_list("people", _SHADES).with_extremes(bad="none")
    if not blank:
        axes.set_facecolor("white")
        axes.patch.set(hatch=_UNOBSERVED, edgecolor=FAINT, linewidth=0)
    numbers = [[float("nan") if value is None else value for value in row] for row in rows]
    mesh = axes.pcolormesh(
        across,
        down,
        numbers,
        cmap=shades,
        norm=norm or Normalize(0, most or 1),
        edgecolors="white",
        linewidth=0.0 if blank else 1.2,
    )
    bar = figure.colorbar(mesh, ax=axes, pad=0.02, fraction=0.04, aspect=14, format="{x:.0f}")
    for shades_of_bar in bar.ax.collections:
        shades_of_bar.set(rasterized=False, edgecolor="face")
    bar.set_label(label)
    bar.outline.set_visible(False)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(blank)


def _class_name(row: DwellClass) -> str:
    start = summary.duration(row.start).replace(" 00 s", "").replace(" 00 min", "")
    return f"{start} +" if row.end is None else start


def _edges(first: float, last: float, count: int) -> list[float]:
    return [first + (last - first) * step / count for step in range(count + 1)]


def _whole_numbers(axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def _date_ticks(axes: Axes, dates: Sequence[datetime.date]) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, DateFormatter

    locator = AutoDateLocator(minticks=1, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    long = bool(dates) and (max(dates) - min(dates)).days > _DAYS_APART
    axes.xaxis.set_major_formatter(
        ConciseDateFormatter(locator) if long else DateFormatter("%a %-d %b")
    )
