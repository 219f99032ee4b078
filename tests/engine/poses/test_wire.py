import contextlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.poses import WireError, wire
from tests.engine.poses.values import background, frame, messages, pose


@given(messages)
def test_every_message_comes_back_as_it_was_sent(message: wire.Message) -> None:
    assert wire.decode(wire.encode(message)) == message


@given(st.binary(max_size=200))
def test_bytes_that_are_no_message_are_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        wire.decode(data)


@given(st.binary(max_size=200))
def test_bytes_after_a_version_number_are_refused_as_well(data: bytes) -> None:
    with pytest.raises(WireError):
        wire.decode(bytes([wire.VERSION]) + data)


@given(messages, st.data())
def test_a_damaged_message_is_refused_or_still_a_sound_one(
    message: wire.Message, data: st.DataObject
) -> None:
    encoded = bytearray(wire.encode(message))
    for place in data.draw(st.lists(st.integers(0, len(encoded) - 1), min_size=1, max_size=4)):
        encoded[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WireError):
        decoded = wire.decode(bytes(encoded))
        assert wire.decode(wire.encode(decoded)) == decoded


@given(messages, st.data())
def test_a_message_that_is_cut_short_is_refused(message: wire.Message, data: st.DataObject) -> None:
    encoded = wire.encode(message)
    length = data.draw(st.integers(0, len(encoded) - 1))
    with pytest.raises(WireError):
        wire.decode(encoded[:length])


def test_a_message_with_more_after_it_is_refused() -> None:
    with pytest.raises(WireError, match="malformed"):
        wire.decode(wire.encode(frame(0)) + b"\0")


def test_another_version_is_refused_by_number() -> None:
    newer = bytes([wire.VERSION + 1]) + wire.encode(frame(0))[1:]
    with pytest.raises(WireError) as refused:
        wire.decode(newer)
    assert str(refused.value) == "a message of version 2; this program understands 1"


def changed(message: wire.Message, **fields: object) -> bytes:
    """``message`` as another program might send it, with ``fields`` put in."""
    values = msgspec.msgpack.decode(wire.encode(message)[1:]) | fields
    return bytes([wire.VERSION]) + msgspec.msgpack.encode(values)


@pytest.mark.parametrize(
    "fields",
    [
        {"picture": b"123"},
        {"model": b"123"},
        {"frame": -1},
        {"time": float("nan")},
        {"poses": [{"id": 1, "score": 0.5, "keypoints": [[0.5, 0.5, 0.5]]}]},
        {"poses": [{"id": 1, "score": 0.5, "keypoints": [[0.5, 0.5, 2.0]] * 17}]},
        {"poses": [{"id": 1, "score": 0.5, "keypoints": [[0.5, 0.5, 0.5, 7]] * 17}]},
        {"background": {"state": "stolen"}},
        {"type": "picture"},
    ],
)
def test_what_no_frame_may_hold_is_refused(fields: dict[str, object]) -> None:
    assert wire.decode(changed(frame(0, pose()))) == frame(0, pose())
    with pytest.raises(WireError, match="malformed"):
        wire.decode(changed(frame(0, pose()), **fields))


def test_a_background_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(WireError, match="width x height x 3"):
        wire.decode(changed(background(1), width=3))
