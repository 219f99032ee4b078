import threading
from pathlib import Path

import pytest

from engine.poses import Recorder, RecordingError, ReplayStream, wire
from engine.poses.recording import Reading
from tests.engine.poses.test_recording import record
from tests.engine.poses.values import background, frame


def recording(path: Path, *messages: wire.Message) -> Path:
    return record(path, [wire.encode(message) for message in messages])


def unexpected(line: str) -> None:
    pytest.fail(f"nothing should be reported, not: {line}")


def test_a_replay_gives_every_frame_and_its_background(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", frame(0), background(1), frame(1, revision=1))
    with ReplayStream(path, speed=None, report=unexpected) as stream:
        shown = [(frame, stream.background()) for frame in stream]
    assert shown == [(frame(0), None), (frame(1, revision=1), background(1))]


def test_a_recording_longer_than_the_queue_is_replayed_whole(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", *(frame(number) for number in range(500)))
    with ReplayStream(path, speed=None, report=unexpected) as stream:
        assert [frame.frame for frame in stream] == list(range(500))
        assert stream.lost == 0


def test_a_replay_keeps_the_pace_of_the_recording(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", frame(0, time=1e6), frame(1, time=1e6 + 3600.0))
    with ReplayStream(path, speed=1.0, report=unexpected) as stream:
        assert next(iter(stream)).frame == 0
        newest = stream.latest(timeout=0.05)
        assert newest is not None
        assert newest.frame == 0


def test_speed_shortens_the_waits(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", frame(0, time=0.0), frame(1, time=3600.0))
    with ReplayStream(path, speed=1e6, report=unexpected) as stream:
        assert [frame.frame for frame in stream] == [0, 1]


def test_frames_whose_time_goes_back_are_not_waited_for(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", frame(0, time=3600.0), frame(1, time=0.0))
    with ReplayStream(path, speed=1.0, report=unexpected) as stream:
        assert [frame.frame for frame in stream] == [0, 1]


def test_closing_ends_a_replay_in_the_middle_of_a_wait(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", frame(0, time=0.0), frame(1, time=3600.0))
    stream = ReplayStream(path, speed=1.0, report=unexpected)
    assert next(iter(stream)).frame == 0
    stream.close()
    assert "replay" not in {thread.name for thread in threading.enumerate()}


def test_closing_ends_a_replay_that_nobody_reads(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", *(frame(number) for number in range(500)))
    ReplayStream(path, speed=None, report=unexpected).close()
    assert "replay" not in {thread.name for thread in threading.enumerate()}


def test_a_cut_recording_is_played_as_far_as_it_goes_and_reported(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", frame(0), frame(1), frame(2))
    path.write_bytes(path.read_bytes()[:-5])
    lines: list[str] = []
    with ReplayStream(path, speed=None, report=lines.append) as stream:
        assert [frame.frame for frame in stream] == [0, 1]
    left = 8 + len(wire.encode(frame(2))) - 5
    assert lines == [
        f"{path} was cut short or damaged: 2 messages were read, {left} bytes after them cannot be"
    ]


def test_a_recording_of_another_version_is_refused_by_name(tmp_path: Path) -> None:
    newer = bytes([wire.VERSION + 1]) + wire.encode(frame(1))[1:]
    path = record(tmp_path / "poses", [wire.encode(frame(0)), newer])
    with ReplayStream(path, speed=None, report=unexpected) as stream:
        frames = iter(stream)
        assert next(frames) == frame(0)
        with pytest.raises(RecordingError) as refused:
            next(frames)
    assert str(refused.value) == (f"{path}: a message of version 2; this program understands 1")


def test_a_file_that_is_no_recording_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not poses")
    with pytest.raises(RecordingError, match="is not a recording of poses"):
        ReplayStream(path, speed=None, report=unexpected)


def test_a_replay_can_be_recorded_again(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", background(1), frame(0, revision=1), frame(1, revision=1))
    copy = tmp_path / "copy"
    with ReplayStream(path, speed=None, report=unexpected, recorder=Recorder(copy)) as stream:
        assert [frame.frame for frame in stream] == [0, 1]
    assert copy.read_bytes() == path.read_bytes()
    assert Reading(copy).unread == 0


def test_a_replay_has_no_camera_to_take_a_new_background_with(tmp_path: Path) -> None:
    path = recording(tmp_path / "poses", background(1), frame(0, revision=1))
    with ReplayStream(path, speed=None, report=unexpected) as stream:
        stream.renew_background()
        assert [stream.background() for _ in stream] == [background(1)]
