"""``skeleton-crew report``: what the pose logger's data tell."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from apps.commands.logger import LoggerConfig
from apps.commands.options import given
from engine.commands import say
from engine.poses.config_file import ConfigFile


def report(
    data: Annotated[Path, typer.Argument(help="The folder that the logger writes to.")],
    days: Annotated[
        str | None,
        typer.Option(help="today, yesterday, 'last week', 2026-11-01..2026-11-21 …"),
    ] = None,
    site: Annotated[str | None, typer.Option(help="One site of several.")] = None,
    time_zone: Annotated[
        str | None, typer.Option(help="Of hours and days, such as Europe/Berlin.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="The logger's config: time zone, rooms, floor.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    csv: Annotated[Path | None, typer.Option(help="Write tables as CSV to this folder.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page to read and to print.")] = None,
    backend: Annotated[
        str, typer.Option(help="What does the sums: duckdb, spark or spark://HOST:PORT.")
    ] = "duckdb",
    publish: Annotated[
        bool, typer.Option("--publish", help="Only what may leave the house: small counts hidden.")
    ] = False,
    threshold: Annotated[int, typer.Option(help="The smallest count that is published.")] = 10,
    epsilon: Annotated[
        float | None, typer.Option(help="Publish all counts, with noise; spends privacy budget.")
    ] = None,
    contribution: Annotated[
        int, typer.Option(help="In how many counts one visit may be, for the noise.")
    ] = 1,
) -> None:
    """Tell who was where, when and for how long, from what the logger wrote."""
    from apps.pose_logger.report.documents import as_csv, as_json
    from apps.pose_logger.report.terminal import as_table
    from apps.pose_logger.reporting import report_of, write_html

    settings = ConfigFile(config, LoggerConfig, given=given(timezone=time_zone)).read()
    if publish:
        from apps.pose_logger.published import published

        counts = published(
            data,
            settings,
            days=days,
            site=site,
            k=threshold,
            epsilon=epsilon,
            contribution=contribution,
        )
        typer.echo(counts.as_json() if json else counts.as_text())
        return
    in_full = json or csv is not None
    told = report_of(data, settings, days=days, site=site, backend=backend, list_minutes=in_full)
    if csv is not None:
        as_csv(told, csv)
    if html is not None:
        write_html(told, html)
    if json:
        typer.echo(as_json(told), nl=False)
    elif csv is None and html is None:
        typer.echo(as_table(told, colour=sys.stdout.isatty()), nl=False)
    for skipped in told.skipped:
        say(f"not read: {skipped.file}: {skipped.reason}")
