"""What the mapping says: musical events, and what the screen shows of each player.

Values only: no audio, no MIDI. A pitch is MIDI's number of a key, 60 for middle C (C4); a player is
the number of a slot, from 0; a level runs from 0, silent, to 1, full.
"""

from typing import NamedTuple

from engine.poses import PoseFrame

Point = tuple[float, float]
"""A place in units of the camera picture's width and height, x to the right and y down."""


class NoteOn(NamedTuple):
    """``player`` begins ``pitch``; a legato one begins before the note that it follows ends.

    ``velocity`` runs from 1 to 127, as MIDI has it.
    """

    player: int
    pitch: int
    velocity: int


class NoteOff(NamedTuple):
    """``player`` ends ``pitch``."""

    player: int
    pitch: int


class Loudness(NamedTuple):
    """From here on ``player`` is as loud as ``level`` says; reached within a frame, not at once."""

    player: int
    level: float


Event = NoteOn | NoteOff | Loudness


class Guide(NamedTuple):
    """Where the hand that plays is, and where its notes are, for the picture.

    ``hand`` is that wrist, and ``other`` the one that sets the level, None where it was not found
    or has no part in it. ``edges`` are the y of the borders between the notes, from the lower end
    of the lowest note's band to the upper end of the highest's, one more than there are notes.
    """

    hand: Point | None
    other: Point | None
    edges: tuple[float, ...]


class Pad(NamedTuple):
    """A region that is struck: its corners, what sounds, and whether a hand is in it."""

    top_left: Point
    bottom_right: Point
    pitch: int
    inside: bool


class Player(NamedTuple):
    """One slot with somebody in it, as it is at the end of a frame.

    ``pose_id`` is None while they are out of sight and the slot waits for them. ``pitch`` is the
    note that sounds, None at rest. ``level`` is how loud it shall be. ``pitches`` are the notes
    that can be played, lowest first. ``guide`` is None for drummers and out of sight, and ``pads``
    is empty for those who play no drums.
    """

    slot: int
    pose_id: int | None
    pitch: int | None
    level: float
    pitches: tuple[int, ...]
    guide: Guide | None = None
    pads: tuple[Pad, ...] = ()


class Moment(NamedTuple):
    """What one frame means: who plays, who waits, and what begins, ends or changes.

    ``players`` has no entry for an empty slot; ``waiting`` are the ids of those for whom there is
    none, who came first first. ``events`` are in the order in which they happen. ``frame`` is the
    one that the moment comes from; its time is the moment's.
    """

    frame: PoseFrame
    players: tuple[Player, ...]
    waiting: tuple[int, ...]
    events: tuple[Event, ...]
