import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from apps.bridge.mqtt import run
from apps.bridge.settings import OccupancySettings
from engine.poses import PoseStream, wire
from tests.apps.mqtt.brokers import HOST, Broker, Listener, eventually, listening
from tests.apps.people import frame, person

BASE = "skeleton-crew/museum/door/bridge"
PEOPLE, STATUS, OBSERVED = f"{BASE}/people", f"{BASE}/status", f"{BASE}/observed"


@contextmanager
def bridging(
    broker: Broker, report: Callable[[str], None] = pytest.fail, silence: float = 60.0
) -> Iterator[PoseStream]:
    """A stream that a bridge tells ``broker`` of, until it ends."""
    poses = PoseStream(lossless=True)
    settings = OccupancySettings(host=HOST, port=broker.port, site="museum", camera="door")
    options = {"report": report, "silence": silence}
    thread = threading.Thread(target=run, args=(poses, settings), kwargs=options)
    thread.start()
    try:
        yield poses
    finally:
        poses.finish()
        thread.join(10)
        assert not thread.is_alive()


def see(poses: PoseStream, people: int, second: int) -> None:
    poses.deliver(wire.encode(frame(*map(person, range(people)), number=25 * second)))


def is_told(listener: Listener, **topics: str) -> bool:
    told = {topic.rpartition("/")[2]: payload for topic, payload in listener.newest.items()}
    return topics.items() <= told.items()


def test_the_broker_is_told_how_many_people_there_are_and_nothing_else(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener:
        with bridging(broker) as poses:
            for second, people in enumerate((0, 2, 1)):
                see(poses, people, second)
                eventually(lambda n=people: is_told(listener, people=str(n)))  # type: ignore[misc]
            assert is_told(listener, status="online", observed="ON")
        eventually(lambda: is_told(listener, status="offline"))
        states = [one for one in listener.heard if one.topic.startswith("skeleton-crew/")]
        assert {one.topic for one in states} == {PEOPLE, STATUS, OBSERVED}
        assert [one.payload for one in states if one.topic == PEOPLE] == ["0", "2", "1"]
        assert {one.qos for one in listener.heard} == {1}
    with listening(broker.port) as later:
        eventually(lambda: is_told(later, people="1", status="offline"))
        assert all(one.retained for one in later.heard)


def test_home_assistant_finds_a_sensor_of_people_that_is_the_bridges_own(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener, bridging(broker) as poses:
        see(poses, 1, 0)
        eventually(lambda: is_told(listener, people="1") and len(listener.newest) == 5)
        announced = [json.loads(text) for t, text in listener.newest.items() if "config" in t]
        assert {one["state_topic"] for one in announced} == {PEOPLE, OBSERVED}
        assert {one["device"]["model"] for one in announced} == {"Bridge"}


def test_while_no_frames_come_nobody_knows(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener, bridging(broker, silence=0.2) as poses:
        see(poses, 3, 0)
        eventually(lambda: is_told(listener, observed="OFF") and PEOPLE not in listener.newest)
        see(poses, 1, 1)
        eventually(lambda: is_told(listener, people="1", observed="ON"))


def test_a_broker_that_is_not_there_yet_is_waited_for(broker: Broker) -> None:
    reports: list[str] = []
    with bridging(broker, reports.append) as poses:
        see(poses, 2, 0)
        eventually(lambda: reports)
        broker.start()
        with listening(broker.port) as listener:
            eventually(lambda: is_told(listener, people="2"))
    assert reports[0].startswith(f"cannot reach the MQTT broker {HOST}:{broker.port}: ")
    assert reports[-1] == f"the MQTT broker {HOST} is told again"
