"""The data folder for the one who writes it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from apps.pose_logger.records import Record
from apps.pose_logger.storage import damage
from apps.pose_logger.storage.backlog import Backlog
from apps.pose_logger.storage.drafts import decoded, encoded
from apps.pose_logger.storage.lock import Lock
from apps.pose_logger.storage.retention import HOURS, AgingFiles, remove_unfinished
from apps.pose_logger.storage.sealing import seal
from apps.pose_logger.storage.spool import DamagedError, NewerSchemaError, Spool
from engine.poses import OutputError

SEAL_SECONDS = {"poses": 600, "visits": 600, "minutes": 3600, "dwell": 3600}
"""How often the rows of a table are moved from the spool to Parquet."""

_COMMIT_SECONDS = 1.0
_RETRY_SECONDS = 5.0
_SLICE_SECONDS = 600
_NEVER = float("-inf")


class Store:
    """The data folder ``folder`` of a ``site``, for one writer.

    Where rows cannot be written, as on a full disk, that is said once by ``report``; what is there
    stays as it is, and rows wait in memory, as many as there is room for, until it works again.
    ``hours`` says for how long tables are kept that are not kept for good. All times are seconds
    since 1970; the age of a row is reckoned by its own time and by ``now``.

    :class:`OutputError` if the folder cannot be used: somebody else writes it, it cannot be
    written, or is of a newer schema.
    """

    def __init__(
        self,
        folder: Path,
        site: str,
        *,
        report: Callable[[str], None],
        hours: Mapping[str, float] = HOURS,
    ) -> None:
        self._folder = folder
        self._site = site
        self._report = report
        self._hours = hours
        self._backlog = Backlog()
        self._unfinished: Callable[[], Iterable[Record]] = tuple
        self._sealed: dict[str, float] = {}
        self._committed = self._failed_at = _NEVER
        with _usable(folder):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(self._path.with_name("lock"))
            try:
                self._spool = self._open()
                remove_unfinished(folder)
                self._files = AgingFiles(folder)
                self._drafts = self._spool.drafts()
                self._backlog.add(decoded(self._drafts))
            except BaseException:
                self._lock.release()
                raise

    def change(self, hours: Mapping[str, float]) -> None:
        """Keep tables for other ``hours`` from now on."""
        self._hours = hours

    def write(
        self,
        records: Iterable[Record],
        now: float,
        unfinished: Callable[[], Iterable[Record]] = tuple,
    ) -> None:
        """Take ``records``; they are safe when a second has passed, in ``write`` or ``tend``.

        So is what is ``unfinished`` then: if the writer is killed, the next one finds it written.
        """
        self._backlog.add(records)
        self._unfinished = unfinished
        if not self._failing and abs(now - self._committed) >= _COMMIT_SECONDS:
            self._attempt(self._commit, now)

    def tend(self, now: float) -> None:
        """Delete what is too old, and move what is due to Parquet; call it about once a second."""
        if not self._failing or abs(now - self._failed_at) >= _RETRY_SECONDS:
            self._attempt(self._keep_house, now)

    def close(self) -> None:
        """Move all rows to Parquet, and let others have the folder."""
        self._sealed.clear()
        self._unfinished = tuple
        self._attempt(self._move, self._committed)
        if lost := len(self._backlog) + self._backlog.lost:
            self._report(f"{lost} records could not be written to {self._folder} and are lost")
        self._spool.close()
        self._lock.release()

    @property
    def _path(self) -> Path:
        return self._folder / "spool" / "spool.sqlite"

    @property
    def _failing(self) -> bool:
        return self._failed_at != _NEVER

    def _attempt(self, step: Callable[[float], None], now: float) -> None:
        """Take a ``step``, or say once that it cannot be taken."""
        try:
            try:
                step(now)
            except DamagedError:
                self._begin_anew()
        except (OSError, sqlite3.Error) as error:
            self._fail(error, now)
        else:
            self._succeed()

    def _commit(self, now: float) -> None:
        drafts = encoded(self._unfinished())
        if self._backlog or drafts != self._drafts:
            self._spool.add(self._site, self._backlog.rows, drafts)
            self._backlog.clear()
        self._drafts = drafts
        self._committed = now

    def _keep_house(self, now: float) -> None:
        # Files go first: that makes room, and needs none.
        for table, hours in self._hours.items():
            self._files.expire(table, now - hours * 3600)
        damage.expire(self._path.parent, now - min(self._hours.values()) * 3600 + _SLICE_SECONDS)
        if not self._path.exists() or self._spool.closed:
            raise DamagedError
        self._commit(now)
        for table, hours in self._hours.items():
            self._spool.expire(table, now - hours * 3600)
        self._seal_what_is_due(now)
        self._spool.cut()

    def _move(self, now: float) -> None:
        self._commit(now)
        self._seal_what_is_due(now)

    def _seal_what_is_due(self, now: float) -> None:
        for table, seconds in SEAL_SECONDS.items():
            if self._sealed.get(table) != now // seconds:
                for slice_ in self._spool.slices(table):
                    if path := seal(self._folder, self._spool, slice_):
                        self._files.note(table, path)
                self._sealed[table] = now // seconds

    def _open(self) -> Spool:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return Spool(self._path)
        except DamagedError:
            aside = damage.set_aside(self._path)
            self._report(f"the spool was damaged and is now {aside}; going on with a new one")
            return Spool(self._path)

    def _begin_anew(self) -> None:
        self._spool.close()
        self._spool = self._open()

    def _fail(self, error: Exception, now: float) -> None:
        if not self._failing:
            self._report(
                f"cannot write to {self._folder}: {getattr(error, 'strerror', None) or error}; "
                "going on when it works again"
            )
        self._failed_at = now

    def _succeed(self) -> None:
        if self._failing:
            lost = (
                f"{self._backlog.lost} records were lost"
                if self._backlog.lost
                else "no record was lost"
            )
            self._report(f"writing to {self._folder} again; {lost}")
            self._backlog.lost = 0
            self._failed_at = _NEVER


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """Say what is wrong with ``folder``, and what to do."""
    try:
        yield
    except NewerSchemaError as error:
        raise OutputError(
            f"{folder} {error}: update Skeleton Crew, or set another folder as `data`"
        ) from error
    except (OSError, sqlite3.Error) as error:
        raise OutputError(
            f"cannot write to {folder}: {getattr(error, 'strerror', None) or error}; "
            "give this user the right to, or set another folder as `data`"
        ) from error
