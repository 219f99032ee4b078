import struct

from hypothesis import given
from hypothesis import strategies as st

from apps.osc.messages import bundle, frame_bundles, message
from tests.apps.osc.listener import LARGEST_DATAGRAM, parsed
from tests.apps.people import frame, person


def as_float32(value: float) -> float:
    (result,) = struct.unpack(">f", struct.pack(">f", value))
    return float(result)


@given(
    st.from_regex(r"(/[a-z-]{1,9}){1,4}", fullmatch=True),
    st.lists(st.integers(-(2**31), 2**31 - 1) | st.floats(-(2.0**126), 2.0**126, width=32)),
)
def test_what_is_told_can_be_read(address: str, arguments: list[int | float]) -> None:
    told = message(address, *arguments)
    assert (told.address, told.params) == (address, arguments)
    assert parsed(bundle([told, told])) == [(address, arguments)] * 2


def test_a_number_that_is_too_large_is_sent_as_the_largest() -> None:
    assert message("/a", 1e300, 2.0, 3).params == [as_float32(3.4e38), 2.0, 3]


def test_a_frame_comes_first_then_what_belongs_to_it_then_the_poses() -> None:
    (packet,) = frame_bundles(frame(person(), number=60), 1.5, [message("/note", 1)])
    messages = parsed(packet)
    assert messages[:2] == [("/skeleton-crew/frame", [60, 1500, 320, 240]), ("/note", [1])]
    assert [address for address, _ in messages[2:]] == ["/skeleton-crew/pose"]


def test_a_pose_is_its_id_its_score_and_its_keypoints() -> None:
    pose = person(2**31 - 1)
    (packet,) = frame_bundles(frame(pose), 0.0)
    _, (_, values) = parsed(packet)
    points = [as_float32(v) for k in pose.keypoints for v in (k.x, k.y, k.score)]
    assert values == [pose.id, as_float32(pose.score), *points]


def test_a_crowd_takes_several_bundles_that_any_system_can_send() -> None:
    packets = frame_bundles(frame(*(person(id_) for id_ in range(130))), 0.0)
    assert max(map(len, packets)) < LARGEST_DATAGRAM
    told = [parsed(packet) for packet in packets]
    assert all(messages[0] == told[0][0] for messages in told)
    assert [p[0] for m in told for a, p in m if a.endswith("pose")] == list(range(130))


def test_counters_that_are_too_large_start_over() -> None:
    (packet,) = frame_bundles(frame(number=2**31 + 7), 2**31 / 1000)
    assert parsed(packet)[0][1][:2] == [7, 0]
