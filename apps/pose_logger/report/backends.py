"""What answers questions: DuckDB in this process, or Spark on one machine or many.

Questions are Ibis expressions over the tables that :mod:`apps.pose_logger.report.tables` describes.
What is read from files is the same on both, and so is what comes back: an Arrow table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from engine.poses import OutputError, UnknownNameError, UsageError

if TYPE_CHECKING:
    import ibis
    import pyarrow
    from pyspark.sql import DataFrame

DUCKDB, SPARK = "duckdb", "spark"
_LOCAL_SPARK = "local[*]"


class Part(NamedTuple):
    """Where some rows of a table are: in Parquet ``files`` or in ``rows``.

    ``prefix`` goes before the names of their cameras.
    """

    files: Sequence[Path]
    rows: pyarrow.Table | None = None
    prefix: str = ""


class Columns(NamedTuple):
    """The columns of a table that are asked about; those in ``times`` become microseconds."""

    names: Sequence[str]
    times: Sequence[str]


class Backend(Protocol):
    """Something that answers expressions over tables that it was given."""

    def give(self, table: str, columns: Columns, parts: Sequence[Part]) -> None:
        """Let questions be asked about ``table``, which has at least one part."""

    def answer(self, question: ibis.Table) -> pyarrow.Table:
        """The rows that ``question`` asks for; :class:`OutputError` where that fails."""

    def close(self) -> None:
        """Let go of what is held."""


class DuckDb:
    """DuckDB in this process, with a thread for each core."""

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        self._errors = (duckdb.Error,)

    def give(self, table: str, columns: Columns, parts: Sequence[Part]) -> None:
        """Let questions be asked about ``table``, which has at least one part."""
        selects = []
        for number, part in enumerate(parts):
            source = f"{table}_{number}"
            if part.rows is not None:
                self._connection.register(source, part.rows)
            else:
                files = ", ".join(_text(str(file)) for file in part.files)
                source = f"read_parquet([{files}], hive_partitioning = false)"
            selects.append(_select(columns, part.prefix, source, "epoch_us", '"'))
        with _translated(*self._errors):
            self._connection.execute(f"CREATE VIEW {table} AS {' UNION ALL '.join(selects)}")

    def answer(self, question: ibis.Table) -> pyarrow.Table:
        """The rows that ``question`` asks for; :class:`OutputError` where that fails."""
        import ibis

        with _translated(*self._errors):
            rows = self._connection.sql(ibis.to_sql(question, "duckdb")).to_arrow_table()
        return rows.cast(question.schema().to_pyarrow())

    def close(self) -> None:
        """Let go of what is held."""
        self._connection.close()


class Spark:
    """Spark at ``master``, such as ``spark://host:7077`` or ``local[*]``.

    The Parquet files are read by its workers, so that they must see them under the same paths.
    """

    def __init__(self, master: str) -> None:
        import ibis

        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            hint = "pip install 'skeleton-crew[spark]'"
            raise UsageError(f"the Spark backend needs PySpark: {hint}") from error
        self._errors = (PySparkException,)
        builder = SparkSession.Builder().master(master).appName("skeleton-crew report")
        for key, value in _SPARK_OPTIONS.items():
            builder = builder.config(key, value)
        with _translated(*self._errors, Exception, what=f"Spark at {master}"):
            self._session = builder.getOrCreate()
            self._compiler = ibis.pyspark.connect(self._session)

    def give(self, table: str, columns: Columns, parts: Sequence[Part]) -> None:
        """Let questions be asked about ``table``, which has at least one part."""
        with _translated(*self._errors):
            selects = []
            for number, part in enumerate(parts):
                source = f"{table}_{number}"
                self._frame(part).createOrReplaceTempView(source)
                selects.append(_select(columns, part.prefix, source, "unix_micros", "`"))
            self._session.sql(" UNION ALL ".join(selects)).createOrReplaceTempView(table)

    def _frame(self, part: Part) -> DataFrame:
        if part.rows is not None:
            return self._session.createDataFrame(_signed(part.rows))
        return self._session.read.parquet(*(f"file://{file.absolute()}" for file in part.files))

    def answer(self, question: ibis.Table) -> pyarrow.Table:
        """The rows that ``question`` asks for; :class:`OutputError` where that fails."""
        with _translated(*self._errors):
            rows = self._session.sql(self._compiler.compile(question)).toArrow()
        return rows.cast(question.schema().to_pyarrow())

    def close(self) -> None:
        """Let go of what is held."""
        self._session.stop()


def _signed(rows: pyarrow.Table) -> pyarrow.Table:
    """``rows`` without unsigned numbers, which Spark takes from Parquet but not from Arrow."""
    import pyarrow

    types = {pyarrow.uint8(): pyarrow.int16()}
    fields = [field.with_type(types.get(field.type, field.type)) for field in rows.schema]
    return rows.cast(pyarrow.schema(fields))


_SPARK_OPTIONS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


@contextmanager
def opened(name: str) -> Iterator[Backend]:
    """The backend called ``name``: ``duckdb``, ``spark`` on this machine, or ``spark://HOST:PORT``.

    :class:`UnknownNameError` for another name, :class:`UsageError` where it is not installed.
    """
    backend = _open(name)
    try:
        yield backend
    finally:
        backend.close()


def _open(name: str) -> Backend:
    if name == DUCKDB:
        return DuckDb()
    if name == SPARK or name.startswith((f"{SPARK}://", "local[")):
        return Spark(_LOCAL_SPARK if name == SPARK else name)
    raise UnknownNameError("backend", name, (DUCKDB, SPARK, "spark://HOST:PORT"))


def _select(columns: Columns, prefix: str, source: str, microseconds: str, quote: str) -> str:
    """A part's columns, in words that both SQL dialects know."""
    chosen = []
    for name in columns.names:
        column = value = f"{quote}{name}{quote}"
        if name in columns.times:
            value = f"{microseconds}({column})"
        elif name == "camera" and prefix:
            value = f"concat({_text(prefix)}, {column})"
        chosen.append(f"{value} AS {column}")
    return f"SELECT {', '.join(chosen)} FROM {source}"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def _translated(*errors: type[Exception], what: str = "the data") -> Iterator[None]:
    """Say in one line what a backend failed with."""
    try:
        yield
    except errors as error:
        reason = str(error).strip().partition("\n")[0]
        raise OutputError(f"cannot ask {what}: {reason}") from error
