"""Vetting: from camera frames and the people found in them to a background with nobody in it.

This is the only package that makes a :class:`engine.poses.Background`.
"""

from engine.vetting.settings import VettingSettings
from engine.vetting.vetting import Vetting

__all__ = ["Vetting", "VettingSettings"]
