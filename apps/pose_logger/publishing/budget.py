"""How much of each day's privacy has been spent, and what was told for it.

Two answers about the same visits tell more than one: their epsilons add up. A visit is of one day,
so that days are reckoned one by one.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from apps.pose_logger.publishing.cells import Cell, PublishedCell, by_day, check_hours
from apps.pose_logger.publishing.noise import Question, add_noise, with_error_bars
from engine.poses import OutputError, UsageError

FILE_NAME = "privacy-budget.sqlite"
"""Where in the data folder it is kept. Without the file nobody knows what was spent."""

_TABLE = """
create table if not exists answers (
    day text not null, question text not null, epsilon text not null, counts text not null,
    primary key (day, question)
) strict
"""


class Budget:
    """The privacy of the data in ``folder``: an epsilon of ``limit`` for each day.

    An answer is on the disk before it is told, and what was answered once is told again for
    nothing. Several processes may ask at once. :class:`OutputError` where the file in ``folder``
    cannot be used: then nothing is told.
    """

    def __init__(self, folder: Path, limit: float = 1.0) -> None:
        self._path = folder / FILE_NAME
        self._limit = _exact(limit)

    @property
    def spent(self) -> Mapping[date, float]:
        """The epsilons that have been spent, by day; days of which nothing was told are missing."""
        with self._transaction() as database:
            return {day: float(epsilon) for day, epsilon in _spent(database).items()}

    def noisy(
        self,
        cells: Sequence[Cell],
        question: Question,
        *,
        time_zone: ZoneInfo,
        now: float,
        k: int = 0,
    ) -> list[PublishedCell]:
        """``cells`` with noise, which spends ``question.epsilon`` of each day they are of.

        Only of days that have ended at ``now``. :class:`UsageError` if one of them has too little
        left; then nothing is spent. Raises as :func:`noisy` besides.
        """
        check_hours(cells)
        days = {
            day: [cell for cells in zones.values() for cell in cells]
            for day, zones in by_day(cells, time_zone, now).items()
        }
        with self._transaction() as database:
            answers = {day: _stored(database, day, cells, question) for day, cells in days.items()}
            self._check(
                [day for day, counts in answers.items() if counts is None], database, question
            )
            for day in days:
                if answers[day] is None:
                    answers[day] = _spend(database, day, days[day], question)
        return [
            cell
            for day, counts in answers.items()
            for cell in with_error_bars(days[day], counts or (), question, k)
        ]

    def _check(
        self, days: Sequence[date], database: sqlite3.Connection, question: Question
    ) -> None:
        """Refuse what would spend more on any of ``days`` than there is."""
        spent = _spent(database)
        epsilon = _exact(question.epsilon)
        for day in days:
            if spent[day] + epsilon > self._limit:
                raise UsageError(
                    f"the privacy budget of {day} is {self._limit}, {spent[day]} of it is spent,"
                    f" and this would spend {epsilon} more; ask for what was told before, which"
                    " costs nothing, or for other days"
                )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """The file for this process alone; all that is done in it is kept, or nothing."""
        try:
            with closing(sqlite3.connect(self._path, timeout=30, isolation_level=None)) as database:
                database.execute("pragma synchronous = extra")
                database.execute("begin immediate")
                database.execute(_TABLE)
                yield database
                database.execute("commit")
        except sqlite3.Error as error:
            raise OutputError(
                f"cannot use the privacy budget {self._path}: {error}; nothing is told without it"
            ) from error


def _stored(
    database: sqlite3.Connection, day: date, cells: Sequence[Cell], question: Question
) -> list[int] | None:
    """The noisy counts that were told when the same was asked before."""
    found = database.execute(
        "select counts from answers where day = ? and question = ?",
        (day.isoformat(), _text(cells, question)),
    ).fetchone()
    return None if found is None else json.loads(found[0])


def _spend(
    database: sqlite3.Connection, day: date, cells: Sequence[Cell], question: Question
) -> list[int]:
    """Noisy counts, and what they cost is written down with them."""
    counts = add_noise([cell.visits for cell in cells], question)
    row = (day.isoformat(), _text(cells, question), str(question.epsilon), json.dumps(counts))
    database.execute("insert into answers values (?, ?, ?, ?)", row)
    return counts


def _text(cells: Sequence[Cell], question: Question) -> str:
    """What is asked, without what is there: the same question has the same text for good."""
    asked = [(cell.zone, cell.start, cell.seconds) for cell in cells]
    return json.dumps({**question._asdict(), "cells": asked})


def _spent(database: sqlite3.Connection) -> Mapping[date, Decimal]:
    spent: dict[date, Decimal] = defaultdict(Decimal)
    for day, epsilon in database.execute("select day, epsilon from answers order by day"):
        spent[date.fromisoformat(day)] += Decimal(epsilon)
    return spent


def _exact(epsilon: float) -> Decimal:
    """``epsilon`` as it is written, so that ten times 0.1 is 1."""
    return Decimal(str(epsilon))
