"""All cameras of an engine in another process, as they become known."""

from collections.abc import Callable, Mapping, Sequence

from engine.poses import wire
from engine.poses.errors import WireError
from engine.poses.health import Health
from engine.poses.remote.connection import Connection, Dial
from engine.poses.remote.envelope import Kind, topic, unseal
from engine.poses.remote.presence import Presence
from engine.poses.remote.stream import RemoteStream
from engine.poses.stream import PoseStream

_WAITING = 600
"""Frames that wait for a reader of all cameras, who may write to a slow disk meanwhile."""


class EngineCameras:
    """A stream for each camera of the engine that ``dial`` reaches, or for the ``wanted`` ones.

    ``report`` is told what the streams have to say, once where all say the same.
    """

    def __init__(
        self, dial: Dial, wanted: Sequence[str] = (), *, report: Callable[[str], None] = print
    ) -> None:
        self._dial = dial
        self._report = report
        self._said = ""
        self._presence = Presence(dial.url, self._say)
        self._streams: dict[str, PoseStream] = {}
        self._health = None if wanted else Connection(dial)
        if self._health is not None:
            self._health.subscribe(topic(Kind.HEALTH))
        self._open(wanted)

    def streams(self) -> Mapping[str, PoseStream]:
        """The streams that there are by now, by the names of their cameras."""
        while self._health is not None and (data := self._health.receive(wait=False)) is not None:
            self._heed(data)
        if self._health is not None:
            self._presence.look()
        return self._streams

    def close(self) -> None:
        """Close all streams; closing twice is harmless."""
        if self._health is not None:
            self._health.close()
        for stream in self._streams.values():
            stream.close()

    def _heed(self, data: bytes) -> None:
        try:
            message = wire.decode(unseal(data).message)
        except WireError:
            # The streams themselves count what is no message.
            return
        if isinstance(message, Health):
            self._presence.heard()
            self._open(message.cameras)

    def _open(self, names: Sequence[str]) -> None:
        for name in names:
            if name not in self._streams:
                self._streams[name] = RemoteStream(
                    self._dial, camera=name, capacity=_WAITING, report=self._say
                )

    def _say(self, line: str) -> None:
        if line != self._said:
            self._said = line
            self._report(line)
