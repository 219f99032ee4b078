"""Tells an MQTT broker how many people there are, while it can be reached."""

import threading
import time
from collections.abc import Callable, Mapping

from apps.mqtt.connection import Connection
from apps.mqtt.discovery import OFF, OFFLINE, ON, ONLINE, Camera, Count, identifier
from apps.mqtt.settings import MqttSettings
from apps.mqtt.state import RetainedState
from engine.poses import OutputError

_STEP_SECONDS = 0.1
_GOODBYE_SECONDS = 1.0


class MqttPublisher:
    """Tells the broker of ``settings`` the ``counts`` of a ``camera``, in a thread of its own.

    All messages are retained, at QoS 1. While the broker is away the newest state of each count
    waits for it, and :attr:`dropped` counts those that were overtaken. Trouble is told ``report``,
    from that thread, in a line when it begins and one when it is over. Attempts go on: the first
    after ``waits[0]`` seconds, each further one after twice as long, up to ``waits[1]``. No method
    waits for the broker but :meth:`close`, and that two seconds at the most.
    """

    def __init__(
        self,
        settings: MqttSettings,
        camera: Camera,
        counts: Mapping[str, Count],
        report: Callable[[str], None],
        *,
        waits: tuple[float, float] = (1.0, 60.0),
    ) -> None:
        self._settings = settings
        self._camera = camera
        self._report = report
        self._waits = waits
        self._trouble = ""
        self._counts: Mapping[str, Count] = {}
        self._state = RetainedState()
        self._state.put({camera.status: ONLINE, camera.observed: OFF})
        self.change(counts)
        self._closing = threading.Event()
        self.connected = False
        self._thread = threading.Thread(target=self._run, name="mqtt", daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> int:
        """How many states the broker was not told, for newer ones had come."""
        return self._state.dropped

    def show(self, people: Mapping[str, int], *, observed: bool) -> None:
        """Tell how many ``people`` each count has; while not ``observed``, that nobody knows."""
        known = people if observed else {}
        states = {
            count.topic: str(known[key]) if key in known else ""
            for key, count in self._counts.items()
        }
        self._state.put(states | {self._camera.observed: ON if observed else OFF})

    def change(self, counts: Mapping[str, Count]) -> None:
        """Have these counts instead of those before, which vanish."""
        before = self._announced()
        self._counts = dict(counts)
        gone = before.keys() - self._announced().keys()
        self._state.put(dict.fromkeys(gone, "") | self._discovery())

    def close(self) -> None:
        """Say goodbye, or have the broker find out; closing again does nothing."""
        self._state.put({self._camera.status: OFFLINE})
        self._closing.set()
        self._thread.join(2 * _GOODBYE_SECONDS)

    def _announced(self) -> Mapping[str, str]:
        """The topics of the counts."""
        return {count.topic: "" for count in self._counts.values()} | self._discovery()

    def _discovery(self) -> dict[str, str]:
        return self._camera.discovery(self._settings.discovery, self._counts.values())

    def _run(self) -> None:
        first, longest = self._waits
        wait = first
        while not self._closing.is_set():
            try:
                self._talk()
            except OutputError as error:
                self._tell(str(error))
            wait = first if self.connected else wait
            self.connected = False
            self._closing.wait(wait)
            wait = min(2 * wait, longest)

    def _talk(self) -> None:
        """Keep the broker up to date until closed; :class:`OutputError` at the first trouble."""
        connection = Connection(
            self._settings, identifier(*self._camera.names), (self._camera.status, OFFLINE)
        )
        self._state.forget_sent()
        while not self._closing.is_set():
            connection.step(_STEP_SECONDS)
            if connection.ready:
                self._welcome()
                self._state.send(connection.send)
        if self.connected:
            self._part(connection)

    def _welcome(self) -> None:
        self.connected = True
        if self._trouble:
            self._tell("")

    def _part(self, connection: Connection) -> None:
        """Leave without a word only if the broker takes none: then it tells the will."""
        end = time.monotonic() + _GOODBYE_SECONDS
        while not self._state.settled:
            if time.monotonic() > end:
                return
            self._state.send(connection.send)
            connection.step(_STEP_SECONDS)
        connection.close()

    def _tell(self, trouble: str) -> None:
        """Report ``trouble``, or its end, unless that is known."""
        if trouble != self._trouble:
            again = f"the MQTT broker {self._settings.host} is told again"
            self._report(f"{trouble}; trying again" if trouble else again)
        self._trouble = trouble
