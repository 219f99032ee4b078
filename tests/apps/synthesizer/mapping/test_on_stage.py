"""The mapping on people as they really move: true poses of the stage's players."""

import itertools
import random
from collections.abc import Iterator, Sequence

from apps.synthesizer.events import NoteOn
from apps.synthesizer.mapping import Mapping
from apps.synthesizer.mapping.slots import Slots
from apps.synthesizer.settings import SlotSettings
from engine.cameras.stage import StageCamera
from engine.cameras.stage.scenes import conductor, trio
from engine.cameras.stage.truth import ActorTruth, Sight
from engine.poses import Keypoint, Pose, PoseFrame
from tests.apps.synthesizer.mapping.dancers import frame, settings

HOLDS = (0.9, 0.7, 0.5)
"""Seconds for which the conductor scene's players hold each note."""


def pose(actor: ActorTruth, id_: int, jitter: float, rng: random.Random) -> Pose:
    """The actor's joints that can be seen, found with an error of ``jitter`` picture heights."""
    points = [
        Keypoint(
            joint.x + rng.gauss(0.0, jitter * 9 / 16),
            joint.y + rng.gauss(0.0, jitter),
            0.9 if joint.sight is Sight.VISIBLE else 0.0,
        )
        for joint in actor.joints
    ]
    return Pose(id_, 0.9, tuple(points))


def frames(
    camera: StageCamera, numbers: Sequence[int], jitter: float
) -> Iterator[tuple[PoseFrame, dict[int, str]]]:
    """Frames, and who has which id; who was not there for a moment has a new one."""
    rng, ids, names = random.Random(1), itertools.count(1), dict[int, str]()
    present: dict[str, int] = {}
    for number in numbers:
        found = [
            actor
            for actor in camera.truth(number).actors
            if sum(joint.sight is Sight.VISIBLE for joint in actor.joints) > 8
        ]
        present = {actor.name: present.get(actor.name) or next(ids) for actor in found}
        names |= {id_: name for name, id_ in present.items()}
        people = [pose(actor, present[actor.name], jitter, rng) for actor in found]
        yield frame(number, *people, size=(768, 432)), names


def test_everybody_keeps_the_slot_through_crossings_and_walks_out_of_the_picture() -> None:
    camera = StageCamera(trio())
    slots = Slots(3, SlotSettings(grace=6.0))
    owners: list[set[str]] = [set(), set(), set()]
    ids = set()
    for shown, names in frames(camera, range(0, 1790, 3), jitter=0.0):
        slots.update(shown)
        for owner, occupant in zip(owners, slots.occupants, strict=True):
            if occupant is not None:
                owner.add(names[occupant.id])
                ids.add(occupant.id)
    assert sorted(owners, key=min) == [{"ada"}, {"ben"}, {"cleo"}]
    assert len(ids) > 6


def test_the_conductors_notes_are_played_and_no_others() -> None:
    camera = StageCamera(conductor())
    shaky, true = Mapping(settings()), Mapping(settings())
    notes: list[list[tuple[float, int]]] = [[], [], []]
    around: list[list[tuple[float, int | None]]] = [[], [], []]
    numbers = range(310, 900, 2)
    steady = frames(camera, numbers, jitter=0.0)
    for (told, _), (truth, _) in zip(frames(camera, numbers, jitter=0.001), steady, strict=True):
        for player in true.update(truth).players:
            around[player.slot].append((truth.time, player.pitch))
        for event in shaky.update(told).events:
            if isinstance(event, NoteOn):
                notes[event.player].append((told.time, event.pitch))
    for slot, hold in enumerate(HOLDS):
        runs = [list(run) for _, run in itertools.groupby(around[slot], key=lambda it: it[1])]
        held = [run[0] for run in runs if run[-1][0] - run[0][0] > 0.8 * hold]
        assert len(held) >= 0.6 * 19 / (hold + 0.3)
        for time, pitch in held[1:]:
            assert any(p == pitch and abs(t - time) <= 0.15 for t, p in notes[slot])
        for time, pitch in notes[slot]:
            near = [p for t, p in around[slot] if p is not None and abs(t - time) <= 0.15]
            assert min(near) <= pitch <= max(near)
