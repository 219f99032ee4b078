"""What ``skeleton-crew doctor`` has of the engine, and how it tells what was found."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import typer

from engine.commands.options import say
from engine.poses.finding import Check, Finding, State
from engine.settings import EngineSettings

WIDTH = 80
"""Columns to use where the output is no terminal."""

_COLOURS = {State.OK: "green", State.MISSING: "yellow", State.BROKEN: "red"}


class Report(msgspec.Struct, frozen=True):
    """All that was found, as ``--json`` prints it; docs/doctor.md describes it."""

    version: str
    config: str | None
    ready: bool
    findings: Sequence[Finding]


def engine_checks(settings: EngineSettings) -> Sequence[Check]:
    """All looks that an engine needs, with what ``settings`` name."""
    from engine.doctor import checks

    return checks.engine_checks(settings)


def folder_check(subject: str, folder: Path, elsewhere: str) -> Check:
    """A look at a ``folder`` that is needed; ``elsewhere`` is how to choose another."""
    from engine.doctor import folders

    return folders.check(subject, folder, elsewhere)


def address_check(subject: str, host: str, port: int) -> Check:
    """A look at what is needed of the network."""
    from engine.doctor import network

    return network.check(subject, host, port)


def soundfont_check(name: str, *, needed: bool) -> Check:
    """A look at the SoundFonts, of which the one called ``name`` may be ``needed``."""
    from engine.doctor import kept

    return kept.check_soundfonts(name, needed=needed)


def examine_and_print(checks: Sequence[Check], config: Path | None, *, as_json: bool) -> bool:
    """Print what ``checks`` find; whether all is in order that the installation needs."""
    from engine.doctor.apart import examine

    report = report_on(examine(checks), config)
    print_report(report, as_json=as_json)
    return report.ready


def report_on(findings: Sequence[Finding], config: Path | None) -> Report:
    """The report on a machine where these are the ``findings``."""
    from engine.doctor.python import crew_version

    ready = all(finding.ready for finding in findings)
    return Report(crew_version(), str(config) if config else None, ready, findings)


def print_report(report: Report, *, as_json: bool) -> None:
    """Print ``report`` as a table, or as one JSON object."""
    if as_json:
        typer.echo(msgspec.json.encode(report).decode())
        return
    _print_table(report.findings)
    say(_summary(report))


def _print_table(findings: Sequence[Finding]) -> None:
    """A line for each finding, with what mends it below; the state is a word, and coloured."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(max_width=18)
    table.add_column(overflow="fold")
    for finding in findings:
        state = Text(finding.state.value, style=_COLOURS[finding.state])
        table.add_row(state, Text(finding.subject), Text(_in_words(finding)))
    console.print(table)


def _in_words(finding: Finding) -> str:
    detail = finding.detail if finding.ready else f"NEEDED: {finding.detail}"
    return f"{detail}\n-> {finding.mend}" if finding.mend else detail


def _summary(report: Report) -> str:
    """Whether the installation can run, in one line."""
    if report.ready:
        return "all that is needed is here"
    lacking = [finding.subject for finding in report.findings if not finding.ready]
    return f"needed, and not in order: {', '.join(dict.fromkeys(lacking))}"
