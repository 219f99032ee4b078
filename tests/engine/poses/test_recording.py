import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.poses import OutputError, Recorder, RecordingError, wire
from engine.poses.recording import Reading
from tests.engine.poses.values import background, frame, pose

MESSAGES = [
    wire.encode(message)
    for message in (frame(0), background(1), frame(1, pose(5), revision=1), frame(2, revision=1))
]


def record(path: Path, messages: list[bytes]) -> Path:
    recorder = Recorder(path)
    for message in messages:
        recorder.write(message)
    recorder.close()
    return path


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes: what fits is written, then writing fails."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def test_what_was_recorded_is_read_again(tmp_path: Path) -> None:
    reading = Reading(record(tmp_path / "poses", MESSAGES))
    assert list(reading) == MESSAGES
    assert reading.messages == len(MESSAGES)
    assert reading.unread == 0


def test_wherever_a_recording_is_cut_its_whole_messages_are_read(tmp_path: Path) -> None:
    path = record(tmp_path / "poses", MESSAGES)
    ends = [record(tmp_path / f"{n}", MESSAGES[:n]).stat().st_size for n in range(5)]
    data = path.read_bytes()
    for length in range(len(data)):
        path.write_bytes(data[:length])
        reading = Reading(path)
        whole = sum(end <= length for end in ends[1:])
        assert list(reading) == MESSAGES[:whole]
        assert reading.unread == length - (ends[whole] if length >= ends[0] else 0)


def test_reading_stops_at_a_damaged_byte_and_says_how_much_is_left(tmp_path: Path) -> None:
    path = record(tmp_path / "poses", MESSAGES)
    end = record(tmp_path / "start", MESSAGES[:2]).stat().st_size
    data = bytearray(path.read_bytes())
    data[end + 20] ^= 1
    path.write_bytes(data)
    reading = Reading(path)
    assert list(reading) == MESSAGES[:2]
    assert reading.unread == len(data) - end


def test_a_recording_that_is_still_being_written_can_be_read(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "poses")
    recorder.write(MESSAGES[0])
    assert list(Reading(tmp_path / "poses")) == MESSAGES[:1]
    recorder.close()


def test_a_disk_that_fills_up_keeps_what_was_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "poses"
    recorder = Recorder(path)
    recorder.write(MESSAGES[0])
    full = path.stat().st_size + 10
    with disk_of(full), pytest.raises(OutputError) as failed:
        recorder.write(MESSAGES[1])
    recorder.close()
    assert str(failed.value) == f"cannot record to {path}: File too large"
    assert path.stat().st_size == full
    reading = Reading(path)
    assert list(reading) == MESSAGES[:1]
    assert reading.unread == 10


def test_a_disk_that_is_full_already_is_said_at_once() -> None:
    with pytest.raises(OutputError) as failed:
        Recorder(Path("/dev/full"))
    assert str(failed.value) == "cannot record to /dev/full: No space left on device"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "poses"
    with pytest.raises(OutputError) as failed:
        Recorder(path)
    assert str(failed.value) == f"cannot record to {path}: No such file or directory"


def test_an_older_recording_is_never_written_over(tmp_path: Path) -> None:
    path = record(tmp_path / "poses", MESSAGES)
    with pytest.raises(OutputError) as refused:
        Recorder(path)
    assert str(refused.value) == f"{path} exists already; record to a file that does not"
    assert list(Reading(path)) == MESSAGES


def test_a_recording_without_any_message_may_be_written_over(tmp_path: Path) -> None:
    path = record(tmp_path / "poses", [])
    assert list(Reading(record(path, MESSAGES))) == MESSAGES


def test_another_file_is_no_recording(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not poses")
    with pytest.raises(RecordingError) as refused:
        Reading(path)
    assert str(refused.value) == f"{path} is not a recording of poses"


def test_a_missing_recording_is_named(tmp_path: Path) -> None:
    path = tmp_path / "poses"
    with pytest.raises(RecordingError) as refused:
        Reading(path)
    assert str(refused.value) == f"cannot read {path}: No such file or directory"
