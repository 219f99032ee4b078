"""What can be set about an engine, on the command line or in the ``[engine]`` table of a config."""

from typing import Literal

from engine.runtimes import Precision, RuntimeOptions
from engine.speeds import Setup

__all__ = ["EngineSettings", "Precision", "RuntimeName"]

RuntimeName = Literal["auto", "openvino", "litert"]


class EngineSettings(RuntimeOptions, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where pictures come from, which model finds people in them, and what runs it.

    ``source`` is a camera's number or device, a file, a folder, a URL, ``stage:NAME``, or
    ``auto``: the first camera, else the puppet theatre. ``resolution`` is width and height in
    pixels; ``skip`` and ``seconds`` are how much of the source is left out at its start, and how
    much is then taken. ``speed`` is the pace of a source that is no live camera: 1 is real time,
    ``max`` is as fast as possible; where it is not given, the app's need decides. ``rest`` is
    whether a live camera's frames are looked at only now and then while nobody is there.
    """

    source: str = "auto"
    model: str = "auto"
    runtime: RuntimeName = "auto"
    resolution: tuple[int, int] | None = None
    skip: float = 0.0
    seconds: float | None = None
    speed: float | Literal["max"] | None = None
    rest: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.skip < 0:
            raise ValueError("skip is a number of seconds, 0 or more")
        if self.seconds is not None and self.seconds <= 0:
            raise ValueError("seconds is above 0")
        if isinstance(self.speed, float) and self.speed <= 0:
            raise ValueError("speed is above 0, or max")
        if self.resolution is not None and min(self.resolution) < 1:
            raise ValueError("resolution is a width and a height in pixels")

    @property
    def setup(self) -> Setup:
        """How the model is to be run."""
        return Setup(self.runtime, self.device, self.precision, self.threads, self.xnnpack)

    def pace(self, real_time: bool) -> float | None:
        """Times real time, or None for as fast as possible.

        ``real_time`` is what the app wants where nothing else is set.
        """
        if self.speed is None:
            return 1.0 if real_time else None
        return None if self.speed == "max" else self.speed


class AppEngineSettings(EngineSettings, frozen=True):
    """The engine that an app has: one in its own process, or the one at ``address``.

    ``camera`` names one of those that the engine at ``address`` has, and ``key`` what its key is
    called in the folder ``keys``, where there are several; the user's own folder if it is empty.
    """

    address: str = ""
    camera: str = ""
    key: str = ""
    keys: str = ""
