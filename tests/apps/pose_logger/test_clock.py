"""What time it was when a frame was taken."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.clock import LiveClock, StreamClock, VideoClock, read_start
from engine.poses import PoseStream, UsageError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = 1.8e9


class World:
    """A wall clock that is ``set_by`` some seconds, and a camera whose frames take a moment."""

    def __init__(self) -> None:
        self.monotonic = 1000.0
        self.set_by = 0.0
        self.delay = 0.0
        self.clock = LiveClock(lambda: NOW + self.monotonic - 1000.0 + self.set_by + self.delay)

    def frames(self, seconds: float) -> list[float]:
        """The times of the frames of so many seconds, ten each."""
        times = []
        for _ in range(round(seconds * 10)):
            self.monotonic += 0.1
            times.append(self.clock.time_of(self.monotonic))
        return times


def test_frames_follow_their_own_clock_from_the_wall_clocks_time_on() -> None:
    world = World()
    assert world.frames(0.3) == pytest.approx([NOW + 0.1, NOW + 0.2, NOW + 0.3])


def test_a_frame_that_comes_late_is_not_later() -> None:
    world = World()
    before = world.frames(1.0)[-1]
    world.delay = 3.0
    late = world.frames(4.0)
    world.delay = 0.0
    after = world.frames(4.0)
    assert [*late, *after] == pytest.approx([before + n / 10 for n in range(1, 81)])


def test_a_wall_clock_that_is_set_forward_is_followed_after_five_seconds() -> None:
    world = World()
    before = world.frames(1.0)[-1]
    world.set_by = 3600.0
    after = world.frames(10.0)
    assert after[40] == pytest.approx(before + 4.1)
    assert after[-1] == pytest.approx(before + 10.0 + 3600.0)


def test_a_wall_clock_that_is_set_back_a_little_makes_time_stand_still() -> None:
    world = World()
    world.frames(1.0)
    world.set_by = -20.0
    times = world.frames(40.0)
    assert times == sorted(times)
    assert times[-1] == pytest.approx(world.clock.now())


def test_a_wall_clock_that_is_set_back_by_an_hour_is_followed() -> None:
    world = World()
    before = world.frames(1.0)[-1]
    world.set_by = -3600.0
    assert world.frames(10.0)[-1] == pytest.approx(before + 10.0 - 3600.0)


@given(steps=st.lists(st.tuples(st.floats(-50.0, 5000.0), st.floats(0.1, 8.0)), max_size=8))
def test_time_never_goes_back_while_no_step_back_is_longer_than_a_minute(
    steps: list[tuple[float, float]],
) -> None:
    world = World()
    times = world.frames(1.0)
    for step, seconds in steps:
        world.set_by = max(world.set_by + step, 0.0)
        back = world.frames(seconds)
        times += back if max(times) - min(back) <= 60.0 else []
    assert times == sorted(times)


def test_without_frames_it_is_as_late_as_the_wall_says_but_not_before_the_last_frame() -> None:
    world = World()
    last = world.frames(1.0)[-1]
    world.delay = 7.0
    assert world.clock.now() == pytest.approx(last + 7.0)
    world.set_by = -100.0
    assert world.clock.now() == last


def test_a_video_runs_on_its_own_clock_from_its_start_on() -> None:
    clock = VideoClock(NOW)
    assert clock.now() == NOW
    assert clock.time_of(12.5) == NOW + 12.5
    assert clock.now() == NOW + 12.5


def test_when_the_engine_begins_anew_so_does_the_clock() -> None:
    poses = PoseStream(lossless=False)
    wall = [NOW]
    clock = StreamClock(poses, lambda: wall[0])
    assert clock.now() == NOW
    assert clock.time_of(90_000.0) == NOW
    wall[0] = NOW + 60
    assert clock.time_of(90_060.0) == NOW + 60
    poses.restarts = 1
    wall[0] = NOW + 70
    assert clock.time_of(12.0) == NOW + 70
    wall[0] = NOW + 71
    assert clock.time_of(13.0) == NOW + 71


def test_a_video_that_is_streamed_begins_now() -> None:
    clock = StreamClock(PoseStream(lossless=True), lambda: NOW)
    assert [clock.time_of(time) for time in (0.0, 600.0)] == [NOW, NOW + 600]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-04T09:30:00", datetime(2026, 5, 4, 7, 30, tzinfo=UTC)),
        ("2026-05-04 09:30", datetime(2026, 5, 4, 7, 30, tzinfo=UTC)),
        ("2026-01-04T09:30:00", datetime(2026, 1, 4, 8, 30, tzinfo=UTC)),
        ("2026-05-04T09:30:00Z", datetime(2026, 5, 4, 9, 30, tzinfo=UTC)),
        ("2026-05-04T09:30:00-05:00", datetime(2026, 5, 4, 14, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_start_is_in_the_sites_zone_unless_it_says_otherwise(
    text: str, expected: datetime
) -> None:
    assert read_start(text, BERLIN) == expected.timestamp()


@pytest.mark.parametrize("text", ["", "noon", "2026-02-30T12:00", "2026-03-29T02:30:00"])
def test_a_start_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--start"):
        read_start(text, BERLIN)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001
def test_any_time_that_exists_is_read_as_the_site_would_tell_it(told: datetime) -> None:
    try:
        moment = read_start(told.isoformat(), BERLIN)
    except UsageError:
        assert told.month == 3
        return
    assert datetime.fromtimestamp(moment, BERLIN).replace(tzinfo=None, fold=0) == told
