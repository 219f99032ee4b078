"""``skeleton-crew bench report``: how a report's time and its data grow with the days."""

from typing import Annotated

import msgspec
import typer


def bench_report(
    days: Annotated[
        list[int] | None, typer.Option(min=1, help="How many days; may be repeated.")
    ] = None,
    zones: Annotated[int, typer.Option(min=1, help="How many zones are counted.")] = 40,
    runs: Annotated[int, typer.Option(min=1, help="Reports of which the median is told.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure a report of 1, 10, 100 and 1000 days of a museum that is made up for it."""
    from rich.console import Console
    from rich.progress import Progress

    from apps.pose_logger import benchmark

    wanted = days or [1, 10, 100, 365, 1000]
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("writing days", total=max(wanted))
        measured = benchmark.measure(wanted, zones, runs, lambda: progress.advance(task))
    if as_json:
        typer.echo(msgspec.json.encode({"zones": zones, "reports": measured}).decode())
    else:
        typer.echo(benchmark.as_text(measured))
