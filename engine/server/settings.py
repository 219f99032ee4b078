"""What can be set for an engine that serves apps; ``config/engine.toml`` explains each key."""

from typing import Annotated

import msgspec

from engine.poses.remote import DEFAULT
from engine.settings import EngineSettings

Name = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$")]


class CameraSettings(EngineSettings, frozen=True):
    """An engine's settings for one camera, and the name that apps know it by.

    ``background`` is whether a picture of the empty scene is vetted for those apps that show it.
    """

    id: Name = "camera"
    background: bool = True


class ServeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where apps find the engine, who may, and the cameras that it has.

    The socket file is its user's own; a ``group`` that is named may use it too. ``keys`` is the
    folder of the keys that TCP needs, the user's own if it is empty.
    """

    address: str = DEFAULT
    group: str = ""
    keys: str = ""
    cameras: Annotated[tuple[CameraSettings, ...], msgspec.Meta(min_length=1)] = (CameraSettings(),)

    def __post_init__(self) -> None:
        names = [camera.id for camera in self.cameras]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two cameras are called {twice!r}")
