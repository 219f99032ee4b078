"""A report as one page of HTML, which needs nothing but itself."""

from __future__ import annotations

from pathlib import Path

from apps.pose_logger.report import plots, summary
from apps.pose_logger.report.answers import Report
from apps.pose_logger.report.period import weekdays

_TEMPLATE = "page.html.jinja"


def as_html(report: Report) -> str:
    """The report as a page to read, to print and to keep: plots, tables, and plain words.

    It has no script and asks for nothing from anywhere.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["duration"] = summary.duration
    environment.filters["mean"] = _mean
    return environment.get_template(_TEMPLATE).render(
        report=report,
        span=summary.span(report.first, report.last),
        observed=summary.observed_share(report),
        zones=summary.busiest(report.zones),
        names=summary.names(summary.busiest(report.zones)),
        peak=summary.busiest_hour(report.hours),
        hours_told=summary.hours_told,
        dwell=summary.dwell_together(report),
        unknown=summary.UNKNOWN,
        plots=_plots(report),
    )


def _plots(report: Report) -> dict[str, list[str]]:
    """The plots that there is something for, as SVG."""
    days = summary.entries_by_day(report.days)
    classes = summary.classes_together(report.dwell)
    return {
        "week": [
            plots.week(summary.by_week_hour(report.hours), weekdays(report.first, report.last))
        ]
        if report.hours
        else [],
        "days": [plots.days(days)] if len(days) > 1 else [],
        "zones": [plots.zones(summary.busiest(report.zones))] if report.zones else [],
        "dwell": [plots.dwell(classes)] if classes else [],
        "floor": [plots.floor(where) for where in report.floor],
        "rooms": [plots.rooms(report.rooms)] if len(report.rooms) > 1 else [],
    }


def _mean(value: float | None) -> str:
    return summary.UNKNOWN if value is None else f"{value:.2f}"
