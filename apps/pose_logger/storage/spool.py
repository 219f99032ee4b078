"""The spool: an SQLite database in which rows are safe until they are in a Parquet file."""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from apps.pose_logger.records import KEPT_FOR_GOOD, SCHEMA_VERSION, TABLES
from apps.pose_logger.storage.rows import Row
from apps.pose_logger.storage.schema import TIME_COLUMN, plain_columns

SLICE_SECONDS = {"poses": 600, "visits": 600, "minutes": 86400, "dwell": 86400}
"""How much time the rows of one Parquet file are of."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Slice(NamedTuple):
    """The rows of a table and a site in a part of time: what belongs in one Parquet file."""

    table: str
    site: str
    number: int

    @property
    def start(self) -> int:
        """When it begins, in seconds since 1970."""
        return self.number * SLICE_SECONDS[self.table]


class Waiting(NamedTuple):
    """Rows of a slice, and the numbers of the first and the last, which grow and never recur."""

    first: int
    last: int
    rows: list[Row]


class DamagedError(Exception):
    """The database is damaged, or is none."""


class NewerSchemaError(Exception):
    """The database is of a schema that only another version knows."""


class SpoolReader:
    """What waits in the spool ``database``.

    ``identity`` is a random number that the spool was given when it was made. The methods raise
    :class:`sqlite3.Error` where the database cannot be read.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        (identity,) = database.execute("SELECT identity FROM spool").fetchone()
        self.identity = str(identity)

    def slices(self, table: str) -> list[Slice]:
        """The slices of which rows are waiting, the earliest first."""
        found = self._database.execute(f'SELECT DISTINCT site, slice FROM "{table}" ORDER BY slice')
        return [Slice(table, site, number) for site, number in found]

    def rows(self, slice_: Slice, after: int = 0) -> Waiting | None:
        """The rows of a slice numbered above ``after``, as they came; ``None`` if there is none."""
        found = self._database.execute(
            f'SELECT id, {_columns(slice_.table)} FROM "{slice_.table}" '
            "WHERE site = ? AND slice = ? AND id > ? ORDER BY id",
            (slice_.site, slice_.number, after),
        ).fetchall()
        return Waiting(found[0][0], found[-1][0], [row[1:] for row in found]) if found else None


class Spool(SpoolReader):
    """The database at ``path``, made where there is none; nobody else may write to it.

    Raises :class:`NewerSchemaError`. Each of the methods, too, may raise :class:`DamagedError` and
    :class:`sqlite3.Error`; then nothing has changed.
    """

    def __init__(self, path: Path) -> None:
        database = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        try:
            with _telling_damage():
                _prepare(database)
                super().__init__(database)
        except BaseException:
            database.close()
            raise
        self._to_be_cut = True
        self.closed = False

    def add(
        self, site: str, rows: Mapping[str, Sequence[Row]], drafts: Iterable[bytes] = ()
    ) -> None:
        """Add rows of each table, and have these ``drafts`` instead of those before.

        All or nothing; they are on the disk when this returns.
        """
        with _telling_damage(), _transaction(self._database):
            self._database.execute("DELETE FROM drafts")
            self._database.executemany("INSERT INTO drafts VALUES (?)", ((one,) for one in drafts))
            for table, of_table in rows.items():
                at = plain_columns(table).index(TIME_COLUMN[table])
                seconds = SLICE_SECONDS[table]
                values = [(site, int(row[at] // seconds), *row) for row in of_table]
                self._database.executemany(_insertion(table), values)

    def drafts(self) -> list[bytes]:
        """What was left by a writer that did not come to an end."""
        with _telling_damage():
            return [draft for (draft,) in self._database.execute("SELECT record FROM drafts")]

    def forget(self, slice_: Slice, through: int) -> None:
        """Delete the rows of a slice up to the number ``through``."""
        condition = "site = ? AND slice = ? AND id <= ?"
        self._delete(slice_.table, condition, (slice_.site, slice_.number, through))

    def expire(self, table: str, before: float) -> None:
        """Delete the rows of a table whose time is before ``before``, or just then."""
        self._delete(table, f'"{TIME_COLUMN[table]}" <= ?', (before,))

    def cut(self) -> None:
        """Overwrite what was deleted, and cut the WAL to nothing, unless somebody is reading."""
        if self._to_be_cut:
            with _telling_damage():
                cut = self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._to_be_cut = bool(cut[0])

    def close(self) -> None:
        """Close the database; if nobody else has it open, its WAL becomes part of it."""
        self.closed = True
        self._database.close()

    def _delete(self, table: str, condition: str, values: tuple[object, ...]) -> None:
        with _telling_damage():
            found = self._database.execute(f'DELETE FROM "{table}" WHERE {condition}', values)
        self._to_be_cut |= found.rowcount > 0


@contextmanager
def reading(path: Path) -> Iterator[SpoolReader]:
    """The spool at ``path`` as it is now, also while it is written; :class:`NewerSchemaError`."""
    database = _opened_to_read(path)
    try:
        _check_version(database, known=(SCHEMA_VERSION,))
        yield SpoolReader(database)
    finally:
        database.close()


def _opened_to_read(path: Path) -> sqlite3.Connection:
    """``path`` opened to read what is there at this moment.

    Where the folder cannot be written, as on a read-only disk, it is read as it lies.
    """
    for option in ("", "&immutable=1"):
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{option}", uri=True)
        database.isolation_level = None
        try:
            database.execute("BEGIN")
            database.execute("SELECT * FROM sqlite_master").fetchall()
        except sqlite3.OperationalError:
            database.close()
            if option:
                raise
        else:
            return database
    raise AssertionError


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA secure_delete = ON")
    database.execute("PRAGMA temp_store = MEMORY")
    _check_version(database, known=(0, SCHEMA_VERSION))
    (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise DamagedError(found)
    with _transaction(database):
        for statement in _definitions():
            database.execute(statement)
        database.execute(
            "INSERT INTO spool SELECT ? WHERE NOT EXISTS (SELECT * FROM spool)",
            (secrets.token_hex(4),),
        )


def _check_version(database: sqlite3.Connection, known: Sequence[int]) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version not in known:
        raise NewerSchemaError(f"has schema {version}; this version knows {SCHEMA_VERSION}")


def _definitions() -> Iterator[str]:
    yield "CREATE TABLE IF NOT EXISTS spool (identity TEXT NOT NULL)"
    yield "CREATE TABLE IF NOT EXISTS drafts (record BLOB NOT NULL)"
    for table in TABLES:
        yield (
            f'CREATE TABLE IF NOT EXISTS "{table}" (id INTEGER PRIMARY KEY AUTOINCREMENT, '
            f"site TEXT NOT NULL, slice INTEGER NOT NULL, {_columns(table)})"
        )
        if table not in KEPT_FOR_GOOD:
            yield f'CREATE INDEX IF NOT EXISTS "{table}_age" ON "{table}" ("{TIME_COLUMN[table]}")'
    yield f"PRAGMA user_version = {SCHEMA_VERSION}"


def _columns(table: str) -> str:
    names = plain_columns(table) + (("keypoints",) if table == "poses" else ())
    return ", ".join(f'"{name}"' for name in names)


def _insertion(table: str) -> str:
    columns = f"site, slice, {_columns(table)}"
    marks = ", ".join("?" * (columns.count(",") + 1))
    return f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; when the disk is full SQLite may have rolled back by itself."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


@contextmanager
def _telling_damage() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            raise DamagedError(str(error)) from error
        raise
