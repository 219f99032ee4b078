"""What answers questions: DuckDB in this process, or Spark on one machine or many.

Questions are Ibis expressions over the tables that :mod:`apps.pose_logger.report.tables` describes.
What is read from files is the same on both, and so is what comes back: an Arrow table.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from apps.pose_logger.report.backends.backend import Backend
from engine.poses import UnknownNameError

DUCKDB, SPARK = "duckdb", "spark"
_LOCAL_SPARK = "local[*]"


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
        from apps.pose_logger.report.backends.duckdb import DuckDb

        return DuckDb()
    if name == SPARK or name.startswith((f"{SPARK}://", "local[")):
        from apps.pose_logger.report.backends.spark import Spark

        return Spark(_LOCAL_SPARK if name == SPARK else name)
    raise UnknownNameError("backend", name, (DUCKDB, SPARK, "spark://HOST:PORT"))
