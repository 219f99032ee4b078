"""Counting: poses in, records out; pure, and every moment is an argument."""

from apps.pose_logger.counting.counting import Counting

__all__ = ["Counting"]
