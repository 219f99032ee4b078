"""How fast frames become poses, measured against the bare networks in the same run."""

from engine.benchmark.flat_out import FlatOut, Throughput
from engine.benchmark.frames import STEPS, WARM_UP, Measurement, Timing, measure

__all__ = ["STEPS", "WARM_UP", "FlatOut", "Measurement", "Throughput", "Timing", "measure"]
