"""DuckDB in this process: no server, and a year in a second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from apps.pose_logger.report.backends.backend import Columns, Part, select, text, translated

if TYPE_CHECKING:
    import ibis
    import pyarrow


class DuckDb:
    """DuckDB in this process, with a thread for each core."""

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
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
                files = ", ".join(text(str(file)) for file in part.files)
                source = f"read_parquet([{files}], hive_partitioning = false)"
            selects.append(select(columns, part.prefix, source, "epoch_us", '"'))
        with translated(*self._errors):
            rows = " UNION ALL ".join(selects)
            self._connection.execute(f"CREATE OR REPLACE VIEW {table} AS {rows}")

    def answer(self, question: ibis.Table) -> pyarrow.Table:
        """The rows that ``question`` asks for; :class:`OutputError` where that fails."""
        import ibis

        with translated(*self._errors):
            rows = self._connection.sql(ibis.to_sql(question, "duckdb")).to_arrow_table()
        return rows.cast(question.schema().to_pyarrow())

    def close(self) -> None:
        """Let go of what is held."""
        self._connection.close()
