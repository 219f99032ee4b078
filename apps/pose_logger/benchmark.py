"""How long a report takes, and how much room its data take, as days go by.

The data are made up: a museum that is open from 10 to 18, with several zones on each camera, whose
minutes and stays are counted as the pose logger would.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec

from apps.pose_logger.records import DWELL_CLASSES, DwellRecord, MinuteRecord
from apps.pose_logger.reporting import report_of
from apps.pose_logger.settings import LoggerSettings
from apps.pose_logger.storage import parquet
from apps.pose_logger.storage.parquet import Contents
from apps.pose_logger.storage.rows import to_columns
from apps.pose_logger.storage.sealing import write

if TYPE_CHECKING:
    import pyarrow

_FIRST = datetime(2023, 1, 2, tzinfo=UTC)
_ZONES_OF_A_CAMERA = 4
_OPEN = range(10 * 60, 18 * 60)
_DAY = 86_400
_WEEK = 7
_SITE = "museum"


class Measurement(msgspec.Struct, frozen=True):
    """A report of ``days``: the size of its tables in bytes, and the seconds that it took.

    ``process_seconds`` are those of ``skeleton-crew report`` from its start to its end, of which
    ``analysis_seconds`` are for the questions themselves, in a process that has loaded everything.
    """

    days: int
    bytes: dict[str, int]
    process_seconds: float
    analysis_seconds: float


def measure(
    days: Sequence[int], zones: int, runs: int, advance: Callable[[], object]
) -> list[Measurement]:
    """Time ``skeleton-crew report`` of so many ``days``, each the median of ``runs``.

    The data folder grows from one to the next; ``advance`` is told of each day that was written.
    """
    measured: list[Measurement] = []
    with TemporaryDirectory() as name:
        folder, written = Path(name), 0
        week = [_a_day(random.Random(day), zones) for day in range(_WEEK)]
        for count in sorted(set(days)):
            for day in range(written, count):
                _write(folder, day, *week[day % _WEEK])
                advance()
            written = count
            sizes = {table: _size(folder, table) for table in ("minutes", "quarters", "dwell")}
            whole = median(_process_seconds(folder) for _ in range(runs))
            analysis = median(_analysis_seconds(folder) for _ in range(runs + 1))
            measured.append(Measurement(count, sizes, round(whole, 3), round(analysis, 3)))
    return measured


def as_text(measured: Sequence[Measurement]) -> str:
    """The figures as a table, with what each further day costs."""
    lines = ["  days  minutes MB  quarters MB  dwell MB  report s  of it questions s"]
    lines += [
        f"{one.days:6}  {one.bytes['minutes'] / 1e6:10.2f}  {one.bytes['quarters'] / 1e6:11.2f}"
        f"  {one.bytes['dwell'] / 1e6:8.2f}  {one.process_seconds:8.2f}"
        f"  {one.analysis_seconds:17.2f}"
        for one in measured
    ]
    first, last = measured[0], measured[-1]
    if last.days > first.days:
        more = 1000 * (last.process_seconds - first.process_seconds) / (last.days - first.days)
        lines.append(f"each further day: {more:.2f} ms")
    return "\n".join(lines)


def _analysis_seconds(folder: Path) -> float:
    started = perf_counter()
    report_of(folder, LoggerSettings(), list_minutes=False)
    return perf_counter() - started


def _process_seconds(folder: Path) -> float:
    started = perf_counter()
    command = [sys.executable, "-m", "apps", "report", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - started


def _size(folder: Path, table: str) -> int:
    return sum(path.stat().st_size for path in folder.rglob(f"table={table}/**/*.parquet"))


def _a_day(chance: random.Random, zones: int) -> tuple[pyarrow.Table, pyarrow.Table]:
    """The minutes and the dwell of the first day."""
    minutes: list[MinuteRecord] = []
    dwell: list[DwellRecord] = []
    for number in range(zones):
        camera, zone = f"camera {number // _ZONES_OF_A_CAMERA + 1}", f"zone {number + 1}"
        minutes += _minutes(chance, camera, zone)
        dwell += _dwell(chance, camera, zone)
    return to_columns("minutes", minutes), to_columns("dwell", dwell)


def _minutes(chance: random.Random, camera: str, zone: str) -> Iterator[MinuteRecord]:
    start = int(_FIRST.timestamp())
    for number in range(_DAY // 60):
        busy = number in _OPEN and chance.random() < 0.7
        people = chance.expovariate(0.8) if busy else 0.0
        seconds = 5 * round(people * 60 / 5)
        yield MinuteRecord(
            camera=camera,
            zone=zone,
            minute=start + 60 * number,
            mean_people=seconds / 60,
            max_people=round(people + chance.random() * 1.5) if busy else 0,
            person_seconds=seconds,
            entries=round(people * chance.random()),
            exits=round(people * chance.random()),
            observed_seconds=60.0,
            frames=600 - (chance.random() < 0.2),
            dropped_frames=0,
            lost_frames=0,
            model="human-pose-estimation-0001",
            config="0123456789ab",
        )


def _dwell(chance: random.Random, camera: str, zone: str) -> Iterator[DwellRecord]:
    start = int(_FIRST.timestamp())
    for hour in range(_OPEN.start // 60, _OPEN.stop // 60):
        for seconds in sorted(chance.sample(DWELL_CLASSES, 8)):
            visits = chance.randint(1, 9)
            censored = chance.randint(0, 1)
            yield DwellRecord(camera, zone, start + 3600 * hour, seconds, visits, censored)


def _write(folder: Path, day: int, minutes: pyarrow.Table, dwell: pyarrow.Table) -> None:
    """Write a day as the pose logger seals it, ``day`` days after the first."""
    date = (_FIRST + timedelta(days=day)).date()
    for table, rows, time in (("minutes", minutes, "minute"), ("dwell", dwell, "hour")):
        path = parquet.make_partition(folder, table, _SITE, date) / "00000000-1.parquet"
        slice_ = int(_FIRST.timestamp()) // _DAY + day
        contents = Contents(table, _SITE, "00000000", slice_, rows.num_rows)
        write(path, _later(rows, time, day), contents)


def _later(rows: pyarrow.Table, time: str, days: int) -> pyarrow.Table:
    from pyarrow import compute

    index = rows.schema.get_field_index(time)
    moved = compute.add(rows[time], timedelta(days=days)).cast(rows.schema.field(time).type)
    return rows.set_column(index, rows.schema.field(time), moved)
