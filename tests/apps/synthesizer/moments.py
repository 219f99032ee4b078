"""Moments to try outputs with."""

from apps.synthesizer.events import Event, Loudness, Moment, NoteOff, NoteOn, Player
from tests.apps.people import frame, person

RATE = 30.0


def moment(
    *events: Event, number: int = 0, players: tuple[Player, ...] = (), people: int = 0
) -> Moment:
    """What frame ``number`` of a source of 30 frames a second means."""
    poses = (person(id_, x=id_ / (people + 1)) for id_ in range(1, people + 1))
    return Moment(frame(*poses, number=number, rate=RATE), players, (), events)


def holding(slot: int, pitch: int | None, level: float = 0.5) -> Player:
    """Somebody in ``slot`` whose ``pitch`` sounds."""
    return Player(slot, slot + 1, pitch, level, (60, 62, 64))


def trio(number: int) -> Moment:
    """Frame ``number`` of three who move all the time, and play another note each third frame."""
    events: list[Event] = []
    players = []
    for slot in range(3):
        level = (number * (slot + 3) % 50) / 50
        pitch = 60 + 12 * slot + number // 3 % 11
        events.append(Loudness(slot, level))
        if number % 3 == 0:
            events += [
                NoteOn(slot, pitch, 100),
                NoteOff(slot, 60 + 12 * slot + (number - 1) // 3 % 11),
            ]
        players.append(holding(slot, pitch, level))
    return moment(*events, number=number, players=tuple(players), people=3)
