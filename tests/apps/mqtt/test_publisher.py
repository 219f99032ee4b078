"""Against a real broker, which is killed, frozen and restarted in mid-flight."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from apps.mqtt.discovery import Camera, Count
from apps.mqtt.publisher import MqttPublisher
from apps.mqtt.settings import MqttSettings
from tests.apps.mqtt.brokers import HOST, Broker, eventually, listening

CAMERA = Camera("skeleton-crew/museum/door", "museum door", ("museum", "door"), "Test")
ZONES = ("Hall A", "shop")
HALL = "skeleton-crew/museum/door/zone/Hall A/people"
SHOP = "skeleton-crew/museum/door/zone/shop/people"
STATUS = "skeleton-crew/museum/door/status"
OBSERVED = "skeleton-crew/museum/door/observed"


def counts(*zones: str) -> dict[str, Count]:
    return {
        zone: Count(f"People in {zone}", f"{CAMERA.base}/zone/{zone}/people", ("zone", zone))
        for zone in zones
    }


@contextmanager
def publishing(
    settings: MqttSettings,
    report: Callable[[str], None] = pytest.fail,
    waits: tuple[float, float] = (0.05, 0.2),
) -> Iterator[MqttPublisher]:
    publisher = MqttPublisher(settings, CAMERA, counts(*ZONES), report, waits=waits)
    try:
        yield publisher
    finally:
        publisher.close()


def at(broker: Broker, **changes: str) -> MqttSettings:
    return MqttSettings(HOST, broker.port, **changes)


def people(hall: int, shop: int = 0) -> dict[str, int]:
    return {"Hall A": hall, "shop": shop}


def test_who_listens_hears_who_is_where(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener, publishing(at(broker)) as publisher:
        publisher.show(people(2, 1), observed=True)
        eventually(lambda: listener.newest.get(HALL) == "2" and listener.newest.get(SHOP) == "1")
        publisher.show(people(0, 1), observed=True)
        eventually(lambda: listener.newest[HALL] == "0")
        assert listener.newest[STATUS] == "online"
        assert listener.newest[OBSERVED] == "ON"
        assert {one.qos for one in listener.heard} == {1}


def test_who_comes_later_hears_what_was_told_before(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as first, publishing(at(broker)) as publisher:
        publisher.show(people(3), observed=True)
        eventually(lambda: first.newest.get(HALL) == "3")
        with listening(broker.port) as later:
            eventually(lambda: len(later.heard) >= 7)
            assert all(one.retained for one in later.heard)
            assert later.newest == first.newest


def test_a_blind_camera_sees_not_nobody_but_nothing(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener, publishing(at(broker)) as publisher:
        publisher.show(people(3), observed=True)
        eventually(lambda: listener.newest.get(HALL) == "3")
        publisher.show(people(0), observed=False)
        eventually(lambda: listener.newest.get(OBSERVED) == "OFF" and HALL not in listener.newest)


def test_home_assistant_finds_a_sensor_for_each_zone(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener, publishing(at(broker)) as publisher:
        publisher.show(people(1), observed=True)
        eventually(lambda: HALL in listener.newest)
        found = {
            topic: json.loads(payload)
            for topic, payload in listener.newest.items()
            if topic.startswith("homeassistant/")
        }
        assert len(found) == 3
        assert {one["state_topic"] for one in found.values()} == {HALL, SHOP, OBSERVED}
        for topic, entity in found.items():
            assert topic.split("/")[2] == entity["unique_id"]
            assert topic.endswith("/config")
            assert {one["topic"] for one in entity["availability"]} <= listener.newest.keys()
        assert len({one["device"]["identifiers"][0] for one in found.values()}) == 1


def test_nothing_is_announced_without_a_prefix(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener, publishing(at(broker, discovery="")) as publisher:
        publisher.show(people(1), observed=True)
        eventually(lambda: HALL in listener.newest)
        assert {one.topic for one in listener.heard} == {HALL, SHOP, STATUS, OBSERVED}


def test_zones_that_are_gone_vanish(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener, publishing(at(broker)) as publisher:
        publisher.show(people(1), observed=True)
        eventually(lambda: SHOP in listener.newest)
        publisher.change(counts("Hall A", "roof"))
        publisher.show({"Hall A": 1, "roof": 2}, observed=True)
        eventually(lambda: SHOP not in listener.newest and len(listener.newest) == 7)
        assert not [topic for topic in listener.newest if "shop" in topic]


def test_closing_says_offline(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener:
        with publishing(at(broker)) as publisher:
            eventually(lambda: listener.newest.get(STATUS) == "online")
            publisher.show(people(4), observed=True)
        eventually(lambda: listener.newest[STATUS] == "offline")
        assert listener.newest[HALL] == "4"
        publisher.close()


def test_the_broker_says_offline_for_who_dies(broker: Broker) -> None:
    broker.start()
    program = (
        "import os, signal, sys, time\n"
        "from apps.mqtt.discovery import Camera\n"
        "from apps.mqtt.publisher import MqttPublisher\n"
        "from apps.mqtt.settings import MqttSettings\n"
        "settings = MqttSettings('127.0.0.1', int(sys.argv[1]))\n"
        "camera = Camera('skeleton-crew/museum/door', 'door', ('door',), 'Test')\n"
        "publisher = MqttPublisher(settings, camera, {}, print)\n"
        "time.sleep(60)\n"
    )
    root = Path(__file__).parents[3]
    with listening(broker.port) as listener:
        command = [sys.executable, "-c", program, str(broker.port)]
        with subprocess.Popen(command, cwd=root) as process:
            eventually(lambda: listener.newest.get(STATUS) == "online", 30)
            process.send_signal(signal.SIGKILL)
        eventually(lambda: listener.newest[STATUS] == "offline")


def test_after_an_outage_the_broker_has_the_newest_state_of_each_zone(broker: Broker) -> None:
    broker.start()
    reports: list[str] = []
    with publishing(at(broker), reports.append) as publisher:
        publisher.show(people(1, 9), observed=True)
        eventually(lambda: publisher.connected)
        broker.kill()
        eventually(lambda: not publisher.connected)
        for number in range(100, 1100):
            publisher.show(people(number, 9), observed=True)
        assert publisher.dropped >= 990
        broker.start()
        with listening(broker.port) as listener:
            eventually(lambda: listener.newest.get(HALL) == "1099")
            eventually(lambda: listener.newest.get(SHOP) == "9" and STATUS in listener.newest)
            assert len(listener.newest) == 7
        assert reports[-1] == f"the MQTT broker {HOST} is told again"
        assert reports[0].endswith("; trying again")
        assert 2 <= len(reports) <= 3


def test_states_never_go_back_while_the_broker_is_killed_again_and_again(broker: Broker) -> None:
    broker.start()
    with publishing(at(broker), lambda _: None) as publisher:
        number = 0
        for _ in range(4):
            with listening(broker.port) as listener:
                end = time.monotonic() + 0.5
                while time.monotonic() < end or HALL not in listener.newest:
                    number += 1
                    publisher.show(people(number), observed=True)
                    time.sleep(0.002)
                told = [int(one.payload) for one in listener.heard if one.topic == HALL]
                assert told == sorted(told)
            broker.kill()
            broker.start()
        with listening(broker.port) as listener:
            eventually(lambda: listener.newest.get(HALL) == str(number))


def test_a_frozen_broker_makes_nobody_wait_and_fills_no_memory(broker: Broker) -> None:
    broker.start()
    with listening(broker.port) as listener, publishing(at(broker)) as publisher:
        publisher.show(people(0), observed=True)
        eventually(lambda: listener.newest.get(HALL) == "0")
        broker.signal(signal.SIGSTOP)
        longest = 0.0
        for number in range(3000):
            start = time.perf_counter()
            publisher.show(people(number), observed=True)
            longest = max(longest, time.perf_counter() - start)
            time.sleep(0.0003)
        assert longest < 0.5
        assert publisher.dropped > 2900
        broker.signal(signal.SIGCONT)
        eventually(lambda: listener.newest[HALL] == "2999")
        told = [one for one in listener.heard if one.topic == HALL]
        assert len(told) < 10


def test_closing_does_not_wait_long_for_a_frozen_broker(broker: Broker) -> None:
    broker.start()
    with publishing(at(broker)) as publisher:
        eventually(lambda: publisher.connected)
        broker.signal(signal.SIGSTOP)
        start = time.monotonic()
        publisher.close()
        assert time.monotonic() - start < 3


def test_closing_does_not_wait_long_for_a_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()

    def resolve(*_: object, **__: object) -> None:
        answer.wait(60)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with publishing(MqttSettings("broker.test"), lambda _: None) as publisher:
        start = time.monotonic()
        publisher.close()
        assert time.monotonic() - start < 5
        answer.set()


@pytest.fixture
def passwords(tmp_path: Path, mosquitto: str) -> Path:
    path = tmp_path / "passwords"
    program = Path(mosquitto).with_name("mosquitto_passwd")
    if not program.exists():
        program = Path("/usr/bin/mosquitto_passwd")
    subprocess.run([program, "-b", "-c", path, "logger", "right"], check=True)
    return path


def test_the_password_comes_from_a_file(broker: Broker, passwords: Path, tmp_path: Path) -> None:
    broker.start(passwords)
    secret = tmp_path / "secret"
    secret.write_text("right\n")
    settings = at(broker, user="logger", password_file=str(secret))
    with listening(broker.port, username="logger", password="right") as listener:
        with publishing(settings) as publisher:
            publisher.show(people(5), observed=True)
            eventually(lambda: listener.newest.get(HALL) == "5")
        assert "right" not in str(listener.heard)


def test_a_wrong_password_is_told_once_and_tried_again(
    broker: Broker, passwords: Path, tmp_path: Path
) -> None:
    broker.start(passwords)
    secret = tmp_path / "secret"
    secret.write_text("wrong\n")
    reports: list[str] = []
    settings = at(broker, user="logger", password_file=str(secret))
    with publishing(settings, reports.append) as publisher:
        eventually(lambda: reports)
        time.sleep(0.5)
        assert len(reports) == 1
        assert f"{HOST}:{broker.port} refuses user 'logger': Not authorized" in reports[0]
        assert "wrong" not in reports[0]
        secret.write_text("right\n")
        eventually(lambda: publisher.connected)
    assert len(reports) == 2


def test_a_password_file_that_is_missing_is_told(broker: Broker) -> None:
    broker.start()
    reports: list[str] = []
    with publishing(at(broker, user="me", password_file="/no/such"), reports.append):
        eventually(lambda: reports)
    assert reports == [
        "cannot read password_file /no/such: No such file or directory; trying again"
    ]


def test_a_host_that_nobody_knows_is_told_once_and_tried_again(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker.start()
    known = socket.getaddrinfo
    asked: list[object] = []

    def resolve(host: object, *args: object, **options: object) -> object:
        asked.append(host)
        if host == "broker.test" and len(asked) < 4:
            raise socket.gaierror(-2, "Name or service not known")
        return known(HOST if host == "broker.test" else host, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    reports: list[str] = []
    with publishing(MqttSettings("broker.test", broker.port), reports.append) as publisher:
        eventually(lambda: publisher.connected)
    assert reports == [
        "nobody knows a host 'broker.test': Name or service not known; check the name;"
        " trying again",
        "the MQTT broker broker.test is told again",
    ]


def test_a_broker_elsewhere_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object, **__: object) -> None:
        pytest.fail("connected")

    monkeypatch.setattr(socket, "create_connection", connect)
    reports: list[str] = []
    with publishing(MqttSettings("203.0.113.7"), reports.append):
        eventually(lambda: reports)
        time.sleep(0.3)
    assert len(reports) == 1
    assert reports[0].startswith("203.0.113.7 is not on the local network")
