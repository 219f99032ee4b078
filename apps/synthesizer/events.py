"""What the players do, as musical events: the one language between mapping, outputs and screen."""

import msgspec


class NoteOn(msgspec.Struct, frozen=True, tag=True):
    """Player ``player`` begins to sound MIDI note ``pitch`` (60 is middle C).

    The notes of a player overlap when legato is on: the next one's NoteOn comes before the last
    one's NoteOff. ``glide`` is how long the pitch takes from the last note to this, in seconds.
    """

    player: int
    pitch: int
    velocity: int
    glide: float = 0.0


class NoteOff(msgspec.Struct, frozen=True, tag=True):
    """Player ``player`` ends MIDI note ``pitch``."""

    player: int
    pitch: int


class Expression(msgspec.Struct, frozen=True, tag=True):
    """The loudness that player ``player`` is heading for: ``level`` from 0, silence, to 1.

    Outputs move towards it gradually, at least 100 times a second, and never by more than 4 dB in
    10 ms while something sounds.
    """

    player: int
    level: float


class Hit(msgspec.Struct, frozen=True, tag=True):
    """Player ``player`` strikes drum ``pitch`` of General MIDI's percussion map, once."""

    player: int
    pitch: int
    velocity: int


class Instrument(msgspec.Struct, frozen=True, tag=True):
    """Player ``player`` plays General MIDI program ``program``, counted from 0, from now on.

    ``pan`` runs from -1, left, to 1, right.
    """

    player: int
    program: int
    pan: float


Event = NoteOn | NoteOff | Expression | Hit | Instrument


class Playing(msgspec.Struct, frozen=True):
    """How one player stands at one moment, for the screen and for programs that listen.

    ``pose_id`` is the pose that plays, None while it is missing within the grace time. ``pitch`` is
    the note that sounds, None for a rest. ``height`` and ``level`` run from 0 to 1: where the
    pitch wrist is in its range, and the loudness.
    """

    player: int
    pose_id: int | None
    pitch: int | None
    height: float
    level: float


class Moment(msgspec.Struct, frozen=True):
    """All that happens at the time of one frame.

    ``time`` is the frame's, in seconds on the camera's clock. ``events`` are in the order in which
    they happen, ``players`` are those whose slot is taken, and ``waiting`` are the ids of poses
    that there is no slot for, the longest waiting first.
    """

    time: float
    events: tuple[Event, ...]
    players: tuple[Playing, ...]
    waiting: tuple[int, ...]
