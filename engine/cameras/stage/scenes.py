"""The repertoire: the scenes that ``stage:NAME`` plays, as functions that write them."""

from collections.abc import Callable, Sequence

from engine.cameras.stage.scene import (
    WING,
    Actor,
    Light,
    Look,
    Outage,
    Reach,
    Scene,
    Waypoint,
)

ADA = Look("#d9aa8a", "#6b4226", "#2f6690", "#3a3d4a", haircut="long", height=1.70)
BEN = Look("#9b6a4b", "#1c1815", "#a83a32", "#33475b", sleeves="short", height=1.82)
CLEO = Look("#e6bd9f", "#2b2320", "#cdc9c0", "#54505c", sleeves="short", height=1.64)
DEV = Look("#a87450", "#15120f", "#4f7a55", "#6a5f52", height=1.76)
EVA = Look("#f0cbb0", "#c79a52", "#8b5a8c", "#2d3142", haircut="long", height=1.72)
FINN = Look("#e2b595", "#9a4f2a", "#2e7d6b", "#4b5d78", height=1.88, build=1.06)
GAIA = Look("#7f553e", "#120f0e", "#d06a4a", "#e0d6c4", sleeves="short", height=1.68)
HUGO = Look("#d3a07c", "#8d8a86", "#46505c", "#7d6a55", height=1.74, build=1.10)

Station = tuple[float, float, float]
"""A time, and x and z."""

_PACE = 1.15
"""Metres a second."""


def visit() -> Scene:
    """The room is empty; one comes, stays, waves, looks round, and leaves an empty room."""
    path = (
        Waypoint(6.0, -WING, 4.3),
        Waypoint(9.4, -0.5, 3.8),
        Waypoint(15.0, -0.5, 3.8, -50.0),
        Waypoint(17.0, -0.5, 3.8, 15.0),
        Waypoint(19.0, -0.5, 3.8),
        Waypoint(20.6, 0.9, 4.1, 35.0),
        Waypoint(22.0, 0.9, 4.1, -10.0),
        Waypoint(24.5, 0.9, 4.1),
        Waypoint(27.4, WING, 4.4),
    )
    return Scene(40.0, (Actor("ada", path, ADA, right_wrist=_wave(11.0, 14.0)),), seed=1)


def trio() -> Scene:
    """Three at once; they pass in front of one another, and go out of the picture and return."""
    ada = _walk(
        *_rest(-1.5, 3.6, 0.0, 4.0),
        *_rest(1.3, 3.6, 6.8, 12.0),
        *_rest(-1.2, 3.6, 14.6, 29.0),
        *_rest(1.4, 3.7, 31.6, 42.0),
        *_rest(-WING, 3.7, 47.0, 49.5),
        *_rest(-0.9, 3.7, 52.5, 60.0),
    )
    ben = _walk(
        *_rest(0.1, 4.6, 0.0, 16.0),
        *_rest(WING, 4.6, 19.0, 21.5),
        *_rest(0.7, 4.6, 24.6, 34.0),
        *_rest(-1.7, 4.6, 36.4, 41.0),
        *_rest(0.9, 4.6, 43.8, 60.0),
    )
    cleo = _walk(
        *_rest(1.6, 4.1, 0.0, 4.6),
        *_rest(-1.1, 4.1, 7.2, 12.6),
        *_rest(1.5, 4.1, 15.2, 29.6),
        *_rest(-1.2, 4.1, 32.4, 53.0),
        *_rest(1.6, 4.1, 55.6, 60.0),
    )
    actors = (Actor("ada", ada, ADA), Actor("ben", ben, BEN), Actor("cleo", cleo, CLEO))
    return Scene(60.0, actors, seed=2)


def crowd() -> Scene:
    """Eight people: they come, mill about and leave."""
    left, right = -WING, WING
    actors = (
        _stroller("ada", ADA, (2.0, left, 4.0), (5.0, -1.9, 3.7), (23.0, -0.2, 3.6), left),
        _stroller("ben", BEN, (3.0, right, 4.4), (6.5, 0.9, 4.3), (27.0, 2.2, 4.4), right),
        _stroller("cleo", CLEO, (4.0, left, 4.4), (8.5, 0.0, 3.8), (20.0, 1.6, 3.7), right),
        _stroller("dev", DEV, (5.0, right, 4.8), (10.5, -1.2, 4.8), (34.0, 1.4, 4.9), right),
        _stroller("eva", EVA, (6.0, left, 4.9), (8.0, -2.4, 4.8), (38.0, -1.4, 4.4), left),
        _stroller("finn", FINN, (7.0, right, 4.9), (8.5, 2.5, 4.9), (31.0, -0.4, 4.9), left),
        _stroller("gaia", GAIA, (9.0, right, 3.9), (11.5, 1.8, 3.8), (20.5, -1.1, 4.0), left),
        _stroller("hugo", HUGO, (10.0, left, 4.6), (14.5, 0.4, 4.9), (43.0, 0.5, 4.8), right),
    )
    return Scene(56.0, actors, seed=3)


def conductor() -> Scene:
    """Three stand side by side and play: the right wrist holds notes, the left one the volume."""
    heights = (-0.6, -0.35, -0.1, 0.15, 0.4, 0.65)
    players = (
        ("ada", ADA, -1.5, -WING, (0, 1, 2, 3, 4, 5, 4, 3, 2, 1), 0.9, 7.0),
        ("ben", BEN, 0.0, WING, (5, 3, 1, 4, 2, 0, 2, 4, 3, 5), 0.7, 5.0),
        ("cleo", CLEO, 1.5, WING, (2, 2, 4, 4, 0, 0, 5, 3, 5, 1), 0.5, 9.0),
    )
    actors = []
    for name, look, x, wing, notes, hold, period in players:
        path = _walk((5.0, wing, 4.5), (9.0, x, 4.0), (55.0, x, 4.0), (59.0, wing, 4.5))
        right = _notes(10.0, 53.0, [heights[note] for note in notes], hold)
        left = _volume(10.5, 53.0, period)
        actors.append(Actor(name, path, look, left_wrist=left, right_wrist=right))
    return Scene(62.0, tuple(actors), seed=4)


def ghost() -> Scene:
    """Somebody lingers half out of the picture from the start; later another looks in."""
    lingers = _walk((0.0, -2.42, 3.8), (24.0, -2.42, 3.8), (26.0, -WING, 3.8))
    looks_in = _walk((47.0, WING, 4.2), (49.0, 2.62, 4.2), (54.0, 2.62, 4.2), (55.5, WING, 4.2))
    actors = (Actor("hugo", lingers, HUGO, sway=0.6), Actor("eva", looks_in, EVA))
    return Scene(76.0, actors, seed=5)


def dusk() -> Scene:
    """The light fades by a third and grows warm; one visit before and one after."""
    before = _walk((7.0, -WING, 4.2), (10.0, 0.3, 3.9), (14.0, 0.3, 3.9), (17.0, -WING, 4.2))
    after = _walk((52.0, WING, 4.3), (55.0, 0.2, 3.9), (60.0, 0.2, 3.9), (63.0, -WING, 4.2))
    light = (Light(0.0), Light(8.0), Light(66.0, 0.65, 0.6), Light(70.0, 0.65, 0.6))
    actors = (Actor("dev", before, DEV), Actor("gaia", after, GAIA))
    return Scene(70.0, actors, light, seed=6)


def unplug() -> Scene:
    """The camera dies while two are there; when it is back, one has gone and the other moved."""
    ben = _walk(
        (5.0, -WING, 4.2),
        *_rest(-0.9, 3.9, 8.5, 19.0),
        *_rest(0.9, 3.8, 22.5, 36.0),
        (39.0, WING, 4.2),
    )
    cleo = _walk((6.0, WING, 4.4), (9.0, 1.1, 4.3), (18.0, 1.1, 4.3), (22.0, WING, 4.4))
    light = (Light(0.0), Light(23.9), Light(24.0, 0.6), Light(24.8))
    actors = (Actor("ben", ben, BEN), Actor("cleo", cleo, CLEO))
    return Scene(46.0, actors, light, Outage(18.0, 24.0), seed=7)


SCENES: dict[str, Callable[[], Scene]] = {
    scene.__name__: scene for scene in (visit, trio, crowd, conductor, ghost, dusk, unplug)
}


def _walk(*stations: Station) -> tuple[Waypoint, ...]:
    """A path that faces the camera wherever it rests."""
    return tuple(Waypoint(time, x, z) for time, x, z in stations)


def _rest(x: float, z: float, start: float, end: float) -> tuple[Station, Station]:
    """Somewhere to arrive at and to leave again."""
    return (start, x, z), (end, x, z)


def _stroller(
    name: str, look: Look, entrance: Station, first: Station, second: Station, wing: float
) -> Actor:
    """Somebody who comes, stops at two places, and leaves by ``wing``; the nearer leave first."""
    goes = second[0] - (abs(second[1] - first[1]) + abs(second[2] - first[2])) / _PACE
    leaves = 44.0 + 0.8 * (second[2] - 3.6)
    gone = leaves + abs(wing - second[1]) / _PACE
    stations = entrance, first, (goes, *first[1:]), second, (leaves, *second[1:])
    return Actor(name, _walk(*stations, (gone, wing, second[2])), look)


def _wave(start: float, end: float) -> tuple[Reach, ...]:
    """The arm goes up, waves, and comes down again."""
    beats = round((end - start) / 0.4)
    swings = [
        Reach(start + 0.8 + 0.4 * beat, 0.62 if beat % 2 else 0.30, 0.72, 0.25)
        for beat in range(beats)
    ]
    return (Reach(start), *swings, Reach(swings[-1].time + 0.8))


def _notes(start: float, end: float, heights: Sequence[float], hold: float) -> tuple[Reach, ...]:
    """The wrist holds each of ``heights`` for ``hold`` seconds, over and over."""
    glide = 0.3
    reaches, time, count = [Reach(start - 1.0)], start, 0
    while time + hold < end:
        height = heights[count % len(heights)]
        reaches += [Reach(time, 0.5, height, 0.3), Reach(time + hold, 0.5, height, 0.3)]
        time, count = time + hold + glide, count + 1
    return (*reaches, Reach(end + 1.0))


def _volume(start: float, end: float, period: float) -> tuple[Reach, ...]:
    """The wrist rises and sinks without a rest, once up and down in ``period`` seconds."""
    turns = int((end - start) / (period / 2))
    swings = [
        Reach(start + turn * period / 2, 0.5, 0.6 if turn % 2 else -0.6, 0.3)
        for turn in range(turns + 1)
    ]
    return (Reach(start - 1.0), *swings, Reach(swings[-1].time + 1.0))
