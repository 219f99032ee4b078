"""A report as JSON and as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from apps.pose_logger.report import answers
from apps.pose_logger.report.answers import Answer, Report
from engine.poses import OutputError, UnknownNameError

SHEETS: Mapping[str, type[Answer]] = {
    "zones": answers.Zone,
    "lines": answers.Line,
    "rooms": answers.RoomDay,
    "days": answers.Day,
    "hours": answers.Hour,
    "dwell": answers.DwellClass,
    "visits": answers.Visit,
    "minutes": answers.Minute,
}
"""The parts of a report that are tables, and what a row of each is."""


def as_json(report: Report) -> str:
    """The whole report as JSON, as ``docs/report.md`` describes it."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n"


def as_sheet(report: Report, name: str) -> str:
    """The part ``name`` of the report as CSV; :class:`UnknownNameError` if there is no such one.

    The first line has the names of the columns. What is not known is empty.
    """
    if name not in SHEETS:
        raise UnknownNameError("sheet", name, SHEETS)
    rows: Sequence[Answer] = getattr(report, name) or ()
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, _columns(SHEETS[name]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(msgspec.to_builtins(row) for row in rows)
    return sheet.getvalue()


def as_csv(report: Report, folder: Path) -> list[Path]:
    """Write each table of the report to ``folder``, which is made; :class:`OutputError` if not.

    Gives the files, such as ``zones.csv``.
    """
    files = [folder / f"{name}.csv" for name in SHEETS]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            file.write_text(as_sheet(report, file.stem), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write to {folder}: {error.strerror or error}") from error
    return files


def _columns(row: type[Answer]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(row)]
