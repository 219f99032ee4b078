"""Tracking: people keep their ids from frame to frame."""

from engine.tracker.tracker import Tracker

__all__ = ["Tracker"]
