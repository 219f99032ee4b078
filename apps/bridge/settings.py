"""What can be set for the bridges; ``config/bridge.toml`` explains each key."""

import msgspec

from apps.mqtt.settings import MqttSettings, Name


class OscSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to tell by OSC: ``host:port``."""

    address: str = "127.0.0.1:9000"


class WebSocketSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where web pages get poses: ``host:port`` of this machine, on loopback or a local network.

    Pages that this machine serves may ask, and those of the ``origins`` that are listed. ``page``
    is a folder that is served as well; without one there is a page that draws skeletons.
    """

    address: str = "127.0.0.1:8765"
    origins: tuple[str, ...] = ()
    page: str = ""


class OccupancySettings(MqttSettings, frozen=True, kw_only=True):
    """Which MQTT broker is told how many people there are, and which camera's they are."""

    host: str = "localhost"
    site: Name = "site"
    camera: Name = "camera"


class BridgeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bridges' settings, as in their config file."""

    osc: OscSettings = OscSettings()
    websocket: WebSocketSettings = WebSocketSettings()
    mqtt: OccupancySettings = OccupancySettings()
