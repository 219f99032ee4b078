"""Poses from an engine in another process, over ZeroMQ: what the app's end and the engine's share.

Everything goes over one socket: poses, backgrounds and health on topics that apps subscribe to, and
the apps' few requests the other way. ``zmq`` is imported where a socket is opened.
"""

from engine.poses.remote.address import DEFAULT, Address, read_address
from engine.poses.remote.cameras import EngineCameras
from engine.poses.remote.connection import Dial
from engine.poses.remote.envelope import Kind, topic
from engine.poses.remote.stream import RemoteStream

__all__ = [
    "DEFAULT",
    "Address",
    "Dial",
    "EngineCameras",
    "Kind",
    "RemoteStream",
    "read_address",
    "topic",
]
