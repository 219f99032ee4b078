"""What of the counts may leave the house: small ones hidden, or all of them noisy."""

from apps.pose_logger.publishing.budget import Budget
from apps.pose_logger.publishing.cells import Cell, PublishedCell, daily, total
from apps.pose_logger.publishing.noise import Question, noisy
from apps.pose_logger.publishing.threshold import Publication, threshold

__all__ = [
    "Budget",
    "Cell",
    "Publication",
    "PublishedCell",
    "Question",
    "daily",
    "noisy",
    "threshold",
    "total",
]
