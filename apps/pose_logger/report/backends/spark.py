"""Spark, on this machine or on many."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from apps.pose_logger.report.backends.backend import Columns, Part, select, translated
from engine.poses import UsageError

if TYPE_CHECKING:
    import ibis
    import pyarrow
    from pyspark.sql import DataFrame


class Spark:
    """Spark at ``master``, such as ``spark://host:7077`` or ``local[*]``.

    The Parquet files are read by its workers, so that they must see them under the same paths.
    """

    def __init__(self, master: str) -> None:
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            hint = "pip install 'skeleton-crew[spark]'"
            raise UsageError(f"the Spark backend needs PySpark: {hint}") from error
        self._errors = (PySparkException,)
        builder = SparkSession.Builder().master(master).appName("skeleton-crew report")
        options = _SPARK_OPTIONS | (_LOCAL_OPTIONS if master.startswith("local") else {})
        for key, value in options.items():
            builder = builder.config(key, value)
        with translated(*self._errors, Exception, what=f"Spark at {master}"):
            self._session = builder.getOrCreate()

    def give(self, table: str, columns: Columns, parts: Sequence[Part]) -> None:
        """Let questions be asked about ``table``, which has at least one part."""
        with translated(*self._errors):
            selects = []
            for number, part in enumerate(parts):
                source = f"{table}_{number}"
                self._frame(part).createOrReplaceTempView(source)
                selects.append(select(columns, part.prefix, source, "unix_micros", "`"))
            self._session.sql(" UNION ALL ".join(selects)).createOrReplaceTempView(table)

    def _frame(self, part: Part) -> DataFrame:
        if part.rows is not None:
            return self._session.createDataFrame(_signed(part.rows))
        return self._session.read.parquet(*(f"file://{file.absolute()}" for file in part.files))

    def answer(self, question: ibis.Table) -> pyarrow.Table:
        """The rows that ``question`` asks for; :class:`OutputError` where that fails."""
        with translated(*self._errors):
            rows = self._session.sql(_sql(question)).toArrow()
        return rows.cast(question.schema().to_pyarrow())

    def close(self) -> None:
        """Let go of what is held."""
        self._session.stop()


def _sql(question: ibis.Table) -> str:
    import ibis

    with warnings.catch_warnings():
        # It advises against a version of pandas, which has no part in this.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support")
        return str(ibis.pyspark.compile(question))


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
_LOCAL_OPTIONS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}
