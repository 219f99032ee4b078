"""One camera, many apps: engines whose messages go to whoever subscribes, over ZeroMQ."""

from engine.server.outlet import Outlet
from engine.server.server import Server
from engine.server.settings import CameraSettings, ServeSettings

__all__ = ["CameraSettings", "Outlet", "ServeSettings", "Server"]
