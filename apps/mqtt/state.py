"""What a broker is to keep, and what of it has been told."""

import threading
from collections.abc import Callable, Mapping
from typing import Protocol


class Receipt(Protocol):
    """What sending a message gives."""

    def is_published(self) -> bool:
        """Whether the broker has it."""


class RetainedState:
    """The newest payload of each topic, from any thread, until the broker has it.

    There is never more than one message under way for a topic, nor one waiting, so that no outage
    can fill the memory, and an old state never comes after a newer one. :attr:`dropped` counts the
    payloads that a newer one overtook before they were sent.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: dict[str, str] = {}
        self._sent: dict[str, tuple[str, Receipt]] = {}
        self.dropped = 0

    def put(self, payloads: Mapping[str, str]) -> None:
        """Have the broker keep these; it forgets a topic whose payload is empty."""
        with self._lock:
            for topic, payload in payloads.items():
                before = self._wanted.get(topic)
                if before not in (None, payload, self._told(topic)):
                    self.dropped += 1
                self._wanted[topic] = payload

    def forget_sent(self) -> None:
        """Send everything anew: to a broker that may have lost it."""
        with self._lock:
            self._sent.clear()

    def send(self, send: Callable[[str, str], Receipt]) -> None:
        """Have ``send`` send what is due, which must not block."""
        for topic, payload in self._due():
            receipt = send(topic, payload)
            with self._lock:
                self._sent[topic] = payload, receipt

    @property
    def settled(self) -> bool:
        """Whether the broker has all of it."""
        with self._lock:
            return all(
                self._told(topic) == payload and self._sent[topic][1].is_published()
                for topic, payload in self._wanted.items()
            )

    def _due(self) -> list[tuple[str, str]]:
        with self._lock:
            return [
                (topic, payload)
                for topic, payload in self._wanted.items()
                if self._told(topic) != payload and self._free(topic)
            ]

    def _told(self, topic: str) -> str | None:
        return self._sent[topic][0] if topic in self._sent else None

    def _free(self, topic: str) -> bool:
        return topic not in self._sent or self._sent[topic][1].is_published()
