import re
import struct
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle import OscBundle

from apps.synthesizer.events import Event, Guide, Loudness, Moment, NoteOff, NoteOn, Player
from apps.synthesizer.outputs.osc_messages import bundle, bundles, message, silence
from tests.apps.people import frame, person
from tests.apps.synthesizer.moments import moment

LARGEST_DATAGRAM = 9216
"""Of macOS, without a setting of its own."""


def parsed(packet: bytes) -> list[tuple[str, list[Any]]]:
    return [(message.address, message.params) for message in OscBundle(packet)]


def told(moment: Moment, *events: Event, seconds: float = 0.0) -> list[tuple[str, list[Any]]]:
    (packet,) = bundles(moment, events, seconds, 3)
    return parsed(packet)


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


def test_a_moment_is_one_bundle_that_begins_with_the_frame() -> None:
    messages = told(moment(number=60, people=2), seconds=1.5)
    assert messages[0] == ("/skeleton-crew/frame", [60, 1500, 320, 240])
    assert [address for address, _ in messages[1:]] == [
        "/skeleton-crew/player/1/state",
        "/skeleton-crew/player/2/state",
        "/skeleton-crew/player/3/state",
        "/skeleton-crew/waiting",
        "/skeleton-crew/pose",
        "/skeleton-crew/pose",
    ]


def test_a_player_is_pose_pitch_level_and_hand_and_an_empty_slot_is_nobody() -> None:
    guide = Guide((0.25, 0.5), None, ())
    players = (Player(1, 77, 64, 0.5, (), guide), Player(2, None, None, 0.0, ()))
    states = dict(told(moment(players=players)))
    assert states["/skeleton-crew/player/1/state"] == [-1, -1, 0.0, -1.0, -1.0]
    assert states["/skeleton-crew/player/2/state"] == [77, 64, 0.5, 0.25, 0.5]
    assert states["/skeleton-crew/player/3/state"] == [-1, -1, 0.0, -1.0, -1.0]


def test_notes_are_told_in_their_order_and_end_with_velocity_0() -> None:
    events = (NoteOn(0, 62, 100), Loudness(0, 0.5), NoteOff(0, 60), NoteOn(2, 40, 1))
    notes = [(a, p) for a, p in told(moment(), *events) if a.endswith("note")]
    assert notes == [
        ("/skeleton-crew/player/1/note", [62, 100]),
        ("/skeleton-crew/player/1/note", [60, 0]),
        ("/skeleton-crew/player/3/note", [40, 1]),
    ]


def test_a_pose_is_its_id_its_score_and_its_keypoints() -> None:
    pose = person(2**31 - 1)
    (values,) = [p for a, p in told(Moment(frame(pose), (), (), ())) if a.endswith("pose")]
    points = [as_float32(v) for k in pose.keypoints for v in (k.x, k.y, k.score)]
    assert values == [pose.id, as_float32(pose.score), *points]


def test_those_who_wait_are_told_by_their_ids() -> None:
    waiting = Moment(frame(), (), (5, 3), ())
    assert ("/skeleton-crew/waiting", [5, 3]) in told(waiting)
    assert ("/skeleton-crew/waiting", []) in told(moment())


def test_a_crowd_takes_several_bundles_that_any_system_can_send() -> None:
    crowd = Moment(frame(*(person(id_) for id_ in range(130))), (), tuple(range(130)), ())
    packets = bundles(crowd, [NoteOn(0, 60, 100)] * 20, 0.0, 3)
    assert max(map(len, packets)) < LARGEST_DATAGRAM
    told = [parsed(packet) for packet in packets]
    assert all(messages[0] == told[0][0] for messages in told)
    assert [p[0] for m in told for a, p in m if a.endswith("pose")] == list(range(130))
    assert sum(a.endswith("state") for m in told for a, _ in m) == 3


def test_counters_that_are_too_large_start_over() -> None:
    late = Moment(frame(number=2**31 + 7), (), (), ())
    assert told(late, seconds=2**31 / 1000)[0][1][:2] == [7, 0]


def test_silence_ends_notes_and_leaves_every_slot_empty() -> None:
    messages = parsed(silence([NoteOff(1, 64)], 2))
    assert messages == [
        ("/skeleton-crew/player/2/note", [64, 0]),
        ("/skeleton-crew/player/1/state", [-1, -1, 0.0, -1.0, -1.0]),
        ("/skeleton-crew/player/2/state", [-1, -1, 0.0, -1.0, -1.0]),
    ]


def test_the_documentation_lists_each_message_that_is_sent() -> None:
    page = Path(__file__).parents[4] / "docs" / "osc.md"
    documented = re.findall(r"^\| `(/[^`]+)` \|", page.read_text("utf-8"), re.MULTILINE)
    sent = (address for address, _ in told(moment(people=1), NoteOn(0, 60, 100)))
    assert sorted(documented) == sorted({re.sub(r"\d", "N", address) for address in sent})
