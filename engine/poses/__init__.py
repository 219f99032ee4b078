"""Poses as values and as streams: all that an app may import from the engine.

Nothing here can hold a camera picture: a :class:`PoseFrame` is made of numbers and names only,
and a :class:`Background` is the one picture that the engine lets out, once vetted as empty.
"""

from engine.poses.background import Background, BackgroundState, BackgroundStatus
from engine.poses.config import merged, read_config, read_tables, to_settings
from engine.poses.errors import (
    CameraError,
    ConfigError,
    FetchError,
    ModelError,
    OutputError,
    RecordingError,
    SkeletonCrewError,
    UnknownNameError,
    UsageError,
    WireError,
)
from engine.poses.health import CameraState, Health
from engine.poses.pose import FOUND_SCORE, Keypoint, Pose, PoseFrame
from engine.poses.recording import Recorder
from engine.poses.replay import ReplayStream
from engine.poses.skeleton import LIMBS, KeypointName
from engine.poses.stream import PoseStream

__all__ = [
    "FOUND_SCORE",
    "LIMBS",
    "Background",
    "BackgroundState",
    "BackgroundStatus",
    "CameraError",
    "CameraState",
    "ConfigError",
    "FetchError",
    "Health",
    "Keypoint",
    "KeypointName",
    "ModelError",
    "OutputError",
    "Pose",
    "PoseFrame",
    "PoseStream",
    "Recorder",
    "RecordingError",
    "ReplayStream",
    "SkeletonCrewError",
    "UnknownNameError",
    "UsageError",
    "WireError",
    "merged",
    "read_config",
    "read_tables",
    "to_settings",
]
