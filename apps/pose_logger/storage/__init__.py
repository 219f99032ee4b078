"""The data folder: a spool that survives a crash, and Parquet files that anybody can query."""

from apps.pose_logger.storage.archive import Archive, Skipped
from apps.pose_logger.storage.retention import HOURS
from apps.pose_logger.storage.store import Store

__all__ = ["HOURS", "Archive", "Skipped", "Store"]
