"""All that leaves the pose logger live: names that were configured, and counts."""

import json
import re
from functools import partial

import pytest

from apps.mqtt.publisher import MqttPublisher
from apps.mqtt.settings import MqttSettings
from apps.pose_logger.live.metrics import Metrics
from apps.pose_logger.live.mqtt import camera_of, counts_of
from tests.apps.mqtt.brokers import (
    HOST,
    Broker,
    Listener,
    eventually,
    free_port,
    listening,
)
from tests.apps.pose_logger.live.test_metrics import DWELL, POSE, VISIT, minute, text_at

SECRETS = (POSE.track, *POSE.xs, *POSE.ys, VISIT.entered, VISIT.left)
"""What records have of a person: a number, positions, and when they came and went."""


def numbers_in(text: str) -> set[float]:
    return {float(one) for one in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", text)}


def test_metrics_tell_counts_only() -> None:
    address = f"{HOST}:{free_port()}"
    metrics = Metrics(address, site="museum", camera="door")
    try:
        metrics.count_records([POSE, VISIT, DWELL, minute("hall", 3, 2)])
        metrics.show({"hall": 3}, observed=True)
        metrics.count_frame()
        text = text_at(address)
    finally:
        metrics.close()
    assert not numbers_in(text) & set(SECRETS)
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    values = [float(line.rpartition(" ")[2]) for line in samples]
    assert all(value.is_integer() and 0 <= value <= 3 for value in values)
    assert set(re.findall(r"(\w+)=", "".join(samples))) == {"site", "camera", "zone", "table"}


@pytest.fixture
def told(broker: Broker) -> dict[str, set[str]]:
    """All payloads that a broker was ever told, by topic."""
    broker.start()
    settings = MqttSettings(HOST, broker.port)
    topic = "skeleton-crew/museum/door/zone/hall/people"
    with listening(broker.port) as listener:
        camera = camera_of("skeleton-crew", "museum", "door")
        publisher = MqttPublisher(settings, camera, counts_of(camera, ["hall"]), pytest.fail)
        for number in range(5):
            publisher.show({"hall": number}, observed=number != 3)
            shown = str(number) if number != 3 else None
            eventually(partial(_is_told, listener, topic, shown))
        publisher.close()
        eventually(lambda: "offline" in listener.newest.values())
        heard = listener.heard
    return {one.topic: {each.payload for each in heard if each.topic == one.topic} for one in heard}


def _is_told(listener: Listener, topic: str, payload: str | None) -> bool:
    return listener.newest.get(topic) == payload


def test_mqtt_tells_counts_only(told: dict[str, set[str]]) -> None:
    states = {topic: told for topic, told in told.items() if topic.startswith("skeleton-crew/")}
    assert states == {
        "skeleton-crew/museum/door/status": {"online", "offline"},
        "skeleton-crew/museum/door/observed": {"ON", "OFF"},
        "skeleton-crew/museum/door/zone/hall/people": {"0", "1", "2", "4", ""},
    }
    announced = [text for topic, texts in told.items() if topic not in states for text in texts]
    assert len(announced) == 2
    for text in announced:
        assert numbers_in(json.dumps(json.loads(text))) == {1.0}
