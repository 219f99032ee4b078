"""One camera, many apps: what an engine promises to those that listen."""

import itertools
import threading
import time
from collections.abc import Callable

import pytest

from engine.poses import (
    CameraError,
    CameraState,
    PoseFrame,
    UnknownNameError,
    UsageError,
    wire,
)
from engine.poses.remote import EngineCameras, Kind, topic
from engine.poses.remote.connection import Connection, Dial
from engine.poses.remote.stream import RemoteStream
from engine.server.feeds import Feed
from tests.engine.poses.values import background, frame, pose
from tests.engine.server.serving import PATIENCE, HandFeed, listen, serving, wait_until


def numbers(stream: RemoteStream, count: int) -> list[int]:
    frames = (stream.next_frame(PATIENCE) for _ in range(count))
    return [frame.frame for frame in frames if frame is not None]


def test_every_app_gets_every_frame(url: str) -> None:
    feed = HandFeed()
    with serving(url, {"lobby": feed}) as server, listen(url) as one, listen(url) as two:
        wait_until(lambda: server.apps == 2)
        feed.give(*(frame(number, pose()) for number in range(30)))
        assert numbers(one, 30) == numbers(two, 30) == list(range(30))
        assert one.lost == one.refused == 0


def test_an_app_may_come_before_the_engine_and_stay_when_it_is_started_again(url: str) -> None:
    with listen(url, background=True) as stream:
        assert stream.stale
        for run in range(3):
            feed = HandFeed([background(1)])
            with serving(url, {"lobby": feed}) as server:
                wait_until(lambda: server.apps == 1)
                assert not stream.stale
                feed.give(frame(0, revision=1))
                newest = stream.next_frame(PATIENCE)
                assert newest == frame(0, revision=1)
                assert stream.restarts == run
                feed.give(frame(1, revision=1))
                wait_until(
                    lambda: (
                        stream.latest() == frame(1, revision=1)
                        and stream.background() == background(1)
                    )
                )
        wait_until(lambda: stream.stale, 2.0)


def test_the_background_of_an_engine_before_is_not_under_the_frames_of_the_next(url: str) -> None:
    with listen(url, background=True) as stream:
        feed = HandFeed()
        with serving(url, {"lobby": feed}) as server:
            wait_until(lambda: server.apps == 1)
            feed.give(background(1), frame(0, revision=1))
            wait_until(lambda: stream.latest() is not None)
            assert stream.background() == background(1)
        feed = HandFeed()
        with serving(url, {"lobby": feed}) as server:
            wait_until(lambda: server.apps == 1)
            feed.give(frame(7, revision=1))
            wait_until(lambda: stream.latest() == frame(7, revision=1))
            assert stream.background() is None


def test_who_comes_late_gets_the_background_that_there_is_and_who_does_not_ask_none(
    url: str,
) -> None:
    feed = HandFeed([background(3)])
    with (
        serving(url, {"lobby": feed}) as server,
        listen(url, background=True) as shows,
        listen(url) as counts,
    ):
        wait_until(lambda: server.apps == 2)
        for number in itertools.count():
            feed.give(frame(number, revision=3))
            shows.next_frame(PATIENCE)
            if shows.background() is not None:
                break
            assert number < 500
            time.sleep(0.01)
        assert shows.background() == background(3)
        assert counts.latest() is not None
        assert counts.background() is None


def test_a_new_background_can_be_asked_for_from_afar(url: str) -> None:
    feed = HandFeed()
    with serving(url, {"lobby": feed}) as server, listen(url) as stream:
        wait_until(lambda: server.apps == 1)
        stream.renew_background()
        wait_until(lambda: feed.renewed == 1)


def test_health_tells_of_rate_drops_age_and_state(url: str) -> None:
    feed = HandFeed()
    with serving(url, {"lobby": feed}) as server, listen(url) as stream:
        wait_until(lambda: server.apps == 1)
        wait_until(lambda: stream.health)
        first = stream.health
        assert first is not None
        assert (first.state, first.age, first.cameras) == (CameraState.STARTING, None, ("lobby",))
        for number in range(20):
            feed.give(frame(number))
            time.sleep(0.02)
        wait_until(lambda: stream.health is not None and stream.health.frames == 20)
        health = stream.health
        assert health is not None
        assert health.state is CameraState.SEEING
        assert 2 < health.rate < 51
        assert health.age is not None
        wait_until(lambda: stream.health.state is CameraState.LOST, 4.0)  # type: ignore[union-attr]
        assert not stream.stale


def test_a_source_that_ends_ends_the_streams(url: str) -> None:
    feed = HandFeed()
    with serving(url, {"lobby": feed}) as server, listen(url) as stream:
        wait_until(lambda: server.apps == 1)
        feed.give(frame(0), None)
        assert [one.frame for one in stream] == [0]
        assert stream.ended


def test_what_a_camera_fails_with_ends_the_engine_and_leaves_apps_waiting(url: str) -> None:
    feed = HandFeed()
    feed.failure = CameraError("the camera is gone")
    with listen(url) as stream:
        with pytest.raises(CameraError, match="gone"), serving(url, {"lobby": feed}) as server:  # noqa: PT012
            wait_until(lambda: server.apps == 1)
            feed.give(None)
            wait_until(lambda: stream.stale, 3.0)
        assert not stream.ended


def test_an_engine_that_waits_for_its_apps_loses_nothing_however_slow_they_are(url: str) -> None:
    sent: list[wire.Message] = [background(1)]
    sent += [frame(number, pose(), revision=1) for number in range(1000)]
    with serving(url, {"lobby": HandFeed([*sent, None])}, wait_for=2):
        with listen(url, background=True) as slow, listen(url) as quick:
            assert not slow.ended
            first = slow.next_frame(PATIENCE)
            assert first is not None
            assert slow.background() == background(1)
            assert not slow.live
            others: list[int] = []
            reading = threading.Thread(
                target=lambda: others.extend(one.frame for one in quick), daemon=True
            )
            reading.start()
            time.sleep(0.3)
            rest = []
            for one in slow:
                rest.append(one.frame)
                if one.frame % 100 == 0:
                    time.sleep(0.02)
            reading.join(PATIENCE)
        assert [0, *rest] == others == list(range(1000))
        assert slow.lost == quick.lost == 0


def test_an_app_that_stops_reading_holds_nobody_up(url: str) -> None:
    feed = HandFeed()
    stopped = Connection(Dial(url))
    with serving(url, {"lobby": feed}) as server, listen(url) as stream:
        stopped.subscribe(topic(Kind.POSES))
        wait_until(lambda: server.apps == 1)
        big = frame(0, *(pose(id_) for id_ in range(20)))
        for number in range(3000):
            feed.give(big)
            if number % 20 == 0:
                stream.next_frame(PATIENCE)
        wait_until(lambda: stream.health is not None and stream.health.frames == 3000)
    stopped.close()


def test_frames_lost_on_the_way_are_counted(url: str) -> None:
    feed = HandFeed()
    with serving(url, {"lobby": feed}) as server, listen(url) as stream:
        wait_until(lambda: server.apps == 1)
        feed.give(*(frame(number) for number in range(2000)))
        wait_until(lambda: stream.health is not None and stream.health.frames == 2000)
        feed.give(frame(2000))
        got = 0
        while (one := stream.next_frame(PATIENCE)) is not None:
            got += 1
            if one.frame == 2000:
                break
        assert got + stream.lost == 2001


def test_each_app_has_the_camera_that_it_names(url: str) -> None:
    lobby, hall = HandFeed(), HandFeed()
    with (
        serving(url, {"lobby": lobby, "hall": hall}) as server,
        listen(url, camera="lobby") as one,
        listen(url, camera="hall") as two,
    ):
        wait_until(lambda: server.apps == 2)
        lobby.give(frame(1))
        hall.give(frame(2))
        assert numbers(one, 1) == [1]
        assert numbers(two, 1) == [2]
        two.renew_background()
        wait_until(lambda: hall.renewed == 1)
        assert lobby.renewed == 0


def test_an_unclear_or_unknown_camera_is_an_error_that_lists_those_there_are(url: str) -> None:
    with serving(url, {"lobby": HandFeed(), "hall": HandFeed()}):
        with listen(url) as unclear, pytest.raises(UsageError, match="--camera: lobby, hall"):
            list(unclear)
        with listen(url, camera="loby") as unknown, pytest.raises(UnknownNameError, match="lobby"):
            list(unknown)


def test_whoever_wants_all_cameras_gets_them_as_they_become_known(url: str) -> None:
    cameras = EngineCameras(Dial(url))
    assert cameras.streams() == {}
    feeds = {"lobby": HandFeed(), "hall": HandFeed()}
    with serving(url, feeds) as server:
        wait_until(lambda: len(cameras.streams()) == 2)
        for number, (name, feed) in enumerate(feeds.items()):
            stream = cameras.streams()[name]
            assert isinstance(stream, RemoteStream)
            wait_until(lambda: server.apps == 2)
            feed.give(frame(number))
            assert numbers(stream, 1) == [number]
    cameras.close()


def test_a_camera_that_is_not_there_is_waited_for_beside_others(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.server.camera._PAUSES", (0.05,))
    reports: list[str] = []
    late, attempts = HandFeed([frame(5)]), itertools.count()

    def open_late() -> Feed:
        if next(attempts) < 3:
            raise CameraError("there is no camera /dev/video7")
        return late

    feeds: dict[str, Feed | Callable[[], Feed]] = {"lobby": HandFeed(), "hall": open_late}
    with (
        serving(url, feeds, report=reports.append),
        listen(url, camera="hall") as stream,
    ):
        wait_until(lambda: stream.health is not None and stream.health.frames == 1)
    assert reports == ["camera hall: there is no camera /dev/video7; it is waited for"]


def test_the_only_camera_that_is_not_there_is_an_error(url: str) -> None:
    def open_feed() -> Feed:
        raise CameraError("there is no camera /dev/video7")

    with pytest.raises(CameraError, match="video7"), serving(url, {"lobby": open_feed}):
        pass


def test_a_frame_arrives_as_it_was_sent(url: str) -> None:
    sent = frame(3, pose(1, 0.25), pose(2, 0.75), time=12.5)
    feed = HandFeed()
    with serving(url, {"lobby": feed}) as server, listen(url) as stream:
        wait_until(lambda: server.apps == 1)
        feed.give(sent)
        got = stream.next_frame(PATIENCE)
    assert isinstance(got, PoseFrame)
    assert wire.encode(got) == wire.encode(sent)
