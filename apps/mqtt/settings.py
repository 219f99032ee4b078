"""Which broker is told, and under which topics."""

from typing import Annotated

import msgspec

Name = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$")]
"""Of a site, camera, zone …: what may stand in a topic, and in the name of a file."""


class MqttSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The broker that is told who is where; nobody if ``host`` is empty."""

    host: str = ""
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 1883
    user: str = ""
    password_file: str = ""
    topic: Name = "skeleton-crew"
    discovery: str = "homeassistant"
