"""Cameras: where pictures come from. Pixels in; they stay in the engine."""
