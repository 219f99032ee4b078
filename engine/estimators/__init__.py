"""Estimators: a camera picture in, people out, whatever networks that takes."""

from typing import Protocol

from engine.detections import Detections, Pixels


class Estimator(Protocol):
    """Finds people in pictures of any size.

    ``inference_seconds`` is how long the bare networks ran in the last :meth:`estimate`.
    """

    inference_seconds: float

    def estimate(self, pixels: Pixels) -> Detections:
        """The people in ``pixels``, in units of its width and height."""
        ...
