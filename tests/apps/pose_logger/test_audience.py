import socket
from collections.abc import Iterator

import httpx
import msgspec
import pytest

from apps.mqtt.settings import MqttSettings
from apps.pose_logger.audience import Audience
from apps.pose_logger.records import MinuteRecord
from apps.pose_logger.settings import LoggerSettings, MetricsSettings, ZoneSettings
from engine.poses import OutputError
from tests.apps.people import frame, person

SETTINGS = LoggerSettings(site="museum", zones=(ZoneSettings("hall", ((0, 0), (1, 0), (1, 1))),))
MINUTE = MinuteRecord("camera", "hall", 0, 0.5, 1, 30.0, 3, 2, 60.0, 600, 0, 0, "m", "c")


@pytest.fixture
def address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def audience(address: str) -> Iterator[Audience]:
    settings = msgspec.structs.replace(SETTINGS, metrics=MetricsSettings(address))
    audience = Audience(settings, lambda _: None)
    yield audience
    audience.close()


def test_where_nobody_is_set_nobody_is_told() -> None:
    audience = Audience(SETTINGS, lambda _: None)
    audience.count(frame(person()), [MINUTE])
    audience.show({"hall": 1}, observed=True)
    audience.change(SETTINGS)
    audience.close()
    audience.close()


def test_prometheus_is_told_of_the_moment_and_of_what_was_counted(
    audience: Audience, address: str
) -> None:
    audience.show({"hall": 2}, observed=True)
    for dropped in (0, 3, 5):
        audience.count(msgspec.structs.replace(frame(), dropped=dropped), [MINUTE])
    told = httpx.get(f"http://{address}/metrics").text
    lines = [line for line in told.splitlines() if not line.startswith("#")]
    values = {line.split("{")[0]: line.rsplit(" ", 1)[1] for line in lines}
    assert float(next(v for k, v in values.items() if k.endswith("_people"))) == 2
    assert float(next(v for k, v in values.items() if k.endswith("dropped_frames_total"))) == 5
    assert float(next(v for k, v in values.items() if k.endswith("entries_total"))) == 9


def test_frames_that_were_lost_on_the_way_are_told_apart_from_those_dropped(
    audience: Audience, address: str
) -> None:
    for number, dropped in ((0, 0), (1, 0), (5, 2), (0, 0), (1, 0)):
        audience.count(msgspec.structs.replace(frame(number=number), dropped=dropped), [])
    told = httpx.get(f"http://{address}/metrics").text
    (lost,) = [line for line in told.splitlines() if line.startswith("skeleton_crew_lost_frames")]
    (gone,) = [line for line in told.splitlines() if line.startswith("skeleton_crew_dropped_fram")]
    assert lost.endswith(" 1.0")
    assert gone.endswith(" 2.0")


def test_a_camera_beside_another_tells_at_the_same_address(
    audience: Audience, address: str
) -> None:
    settings = msgspec.structs.replace(SETTINGS, camera="second", metrics=MetricsSettings(address))
    second = Audience(settings, lambda _: None, beside=audience)
    audience.show({"hall": 2}, observed=True)
    second.show({"hall": 3}, observed=True)
    told = httpx.get(f"http://{address}/metrics").text
    people = [line for line in told.splitlines() if line.startswith("skeleton_crew_people{")]
    assert [line.rsplit(" ", 1)[1] for line in sorted(people)] == ["2.0", "3.0"]
    second.close()
    assert httpx.get(f"http://{address}/metrics").status_code == 200


def test_what_cannot_be_begun_is_raised_and_nothing_is_left_open(address: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(address.rpartition(":")[2])))
        taken.listen()
        settings = msgspec.structs.replace(
            SETTINGS, metrics=MetricsSettings(address), mqtt=MqttSettings("127.0.0.1")
        )
        with pytest.raises(OutputError, match=address):
            Audience(settings, lambda _: None)
