import re
from pathlib import Path
from typing import Any

from apps.osc.messages import frame_bundles
from apps.synthesizer.events import Event, Guide, Loudness, Moment, NoteOff, NoteOn, Player
from apps.synthesizer.outputs.osc_messages import music, silence
from tests.apps.osc.listener import LARGEST_DATAGRAM, parsed
from tests.apps.people import frame, person
from tests.apps.synthesizer.moments import moment


def told(moment: Moment, *events: Event, seconds: float = 0.0) -> list[tuple[str, list[Any]]]:
    (packet,) = frame_bundles(moment.frame, seconds, music(moment, events, 3))
    return parsed(packet)


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


def test_those_who_wait_are_told_by_their_ids() -> None:
    waiting = Moment(frame(), (), (5, 3), ())
    assert ("/skeleton-crew/waiting", [5, 3]) in told(waiting)
    assert ("/skeleton-crew/waiting", []) in told(moment())


def test_music_comes_once_in_a_crowd_and_any_system_can_send_it() -> None:
    crowd = Moment(frame(*(person(id_) for id_ in range(130))), (), tuple(range(130)), ())
    packets = frame_bundles(crowd.frame, 0.0, music(crowd, [NoteOn(0, 60, 100)] * 20, 3))
    assert max(map(len, packets)) < LARGEST_DATAGRAM
    addresses = [address for packet in packets for address, _ in parsed(packet)]
    assert sum(address.endswith("state") for address in addresses) == 3


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
