"""Rows that wait in memory until the spool takes them."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from apps.pose_logger.records import TABLES, Record
from apps.pose_logger.storage.rows import Row, table_of, to_row

CAPACITY = 50_000
"""The rows of a table that wait at most: a quarter of an hour of five skeletons."""


class Backlog:
    """The rows of each table that have come last, ``capacity`` of each at most.

    Tables do not push one another out: counts are still there when skeletons are too many.
    ``lost`` counts the rows that there was no room for.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._rows: dict[str, deque[Row]] = {table: deque(maxlen=capacity) for table in TABLES}
        self._capacity = capacity
        self.lost = 0

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def add(self, records: Iterable[Record]) -> None:
        """Put ``records`` behind the others."""
        for record in records:
            rows = self._rows[table_of(record)]
            self.lost += len(rows) == self._capacity
            rows.append(to_row(record))

    @property
    def rows(self) -> Mapping[str, Sequence[Row]]:
        """What waits, table by table."""
        return {table: rows for table, rows in self._rows.items() if rows}

    def clear(self) -> None:
        """Begin anew: the spool has them."""
        for rows in self._rows.values():
            rows.clear()
