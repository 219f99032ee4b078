"""Records that are not finished, kept so that a crash does not lose what was seen of them."""

from collections.abc import Iterable

import msgspec

from apps.pose_logger.records import TABLES, Record
from apps.pose_logger.storage.rows import table_of


def encoded(records: Iterable[Record]) -> list[bytes]:
    """``records`` of counts and stays, as the spool keeps drafts."""
    return [msgspec.json.encode((table_of(record), record)) for record in records]


def decoded(drafts: Iterable[bytes]) -> list[Record]:
    """The records that :func:`encoded` was given."""
    pairs = (msgspec.json.decode(draft) for draft in drafts)
    return [TABLES[table](*values) for table, values in pairs]
