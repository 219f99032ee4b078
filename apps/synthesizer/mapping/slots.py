"""Who plays which part: slots that stay with their players."""

import math
from dataclasses import dataclass, field

from apps.synthesizer.mapping.body import Body
from apps.synthesizer.settings import SlotSettings
from engine.poses import Pose, PoseFrame

_NEAR, _SPEED, _FAR = 1.5, 3.0, 4.0
"""Who vanishes may be back within ``_NEAR`` torso lengths of where they were, ``_SPEED`` more for
each second, but no farther than ``_FAR``: whoever comes in at the other edge is somebody else."""

_LIKENESS = 1.6
"""By which factor the torso of somebody who is back may seem another, partly out of the picture."""

_JUST_COME = 0.5
"""Seconds after which a newcomer is no longer taken for somebody who is back."""


@dataclass
class Occupant:
    """Somebody who has a slot; ``present`` is whether they are in the newest frame."""

    id: int
    seen: float
    body: Body = field(default_factory=Body)
    present: bool = True


@dataclass
class _Newcomer:
    """Somebody without a slot."""

    came: float
    seen: float


class Slots:
    """``count`` slots, each given to the first who comes while it is free.

    A slot is kept for somebody who is out of sight until their grace time is over. Someone new who
    appears meanwhile, about where they were lost and about as large, is taken for them.
    """

    def __init__(self, count: int, settings: SlotSettings) -> None:
        self.occupants: list[Occupant | None] = [None] * count
        self.waiting: tuple[int, ...] = ()
        self._grace = settings.grace
        self._newcomers: dict[int, _Newcomer] = {}

    def change(self, count: int, settings: SlotSettings) -> None:
        """Go on with other settings; whoever has a slot that remains keeps it."""
        self.occupants = (self.occupants + [None] * count)[:count]
        self._grace = settings.grace

    def update(self, frame: PoseFrame) -> None:
        """Seat the people of ``frame``; those left over are ``waiting``, who came first first."""
        poses = {pose.id: pose for pose in frame.poses}
        aspect = frame.width / frame.height
        self._recognise(poses, aspect, frame.time)
        self._meet(poses, frame.time)
        self._take_back(poses, aspect, frame.time)
        self._free(frame.time)
        self._seat(poses, aspect, frame.time)
        self.waiting = tuple(id_ for id_ in self._newcomers if id_ in poses)

    def _recognise(self, poses: dict[int, Pose], aspect: float, time: float) -> None:
        """Follow those who have a slot and are there."""
        for occupant in self.occupants:
            if occupant is None:
                continue
            occupant.present = occupant.id in poses
            if occupant.present:
                occupant.body.update(poses[occupant.id], aspect, time)
                occupant.seen = time

    def _meet(self, poses: dict[int, Pose], time: float) -> None:
        """Note who else is there, and forget who has been gone for long."""
        seated = {occupant.id for occupant in self.occupants if occupant is not None}
        for id_ in poses:
            if id_ not in seated:
                self._newcomers.setdefault(id_, _Newcomer(time, time)).seen = time
        self._newcomers = {
            id_: newcomer
            for id_, newcomer in self._newcomers.items()
            if id_ not in seated and abs(time - newcomer.seen) <= self._grace
        }

    def _take_back(self, poses: dict[int, Pose], aspect: float, time: float) -> None:
        """Give the slots of those out of sight to whom they most plausibly belong."""
        just_come = {
            id_: _body(poses[id_], aspect, time)
            for id_, newcomer in self._newcomers.items()
            if id_ in poses and abs(time - newcomer.came) < _JUST_COME
        }
        away = [one for one in self.occupants if one is not None and not one.present]
        claims = sorted(
            (strangeness, number, id_)
            for number, occupant in enumerate(away)
            for id_, body in just_come.items()
            if (strangeness := _strangeness(occupant, body, time)) < 1.0
        )
        for _, number, id_ in claims:
            occupant = away[number]
            if not occupant.present and id_ in self._newcomers:
                self._return(occupant, poses[id_], aspect, time)

    def _return(self, occupant: Occupant, pose: Pose, aspect: float, time: float) -> None:
        occupant.id, occupant.seen, occupant.present = pose.id, time, True
        occupant.body.update(pose, aspect, time)
        del self._newcomers[pose.id]

    def _free(self, time: float) -> None:
        """Wait no longer for those who have been out of sight for too long."""
        for slot, occupant in enumerate(self.occupants):
            if occupant is not None and abs(time - occupant.seen) > self._grace:
                self.occupants[slot] = None

    def _seat(self, poses: dict[int, Pose], aspect: float, time: float) -> None:
        """Give the free slots to those of whom enough is seen, who came first first."""
        for id_ in [id_ for id_ in self._newcomers if id_ in poses]:
            if None not in self.occupants:
                return
            body = _body(poses[id_], aspect, time)
            if body.found:
                self.occupants[self.occupants.index(None)] = Occupant(id_, time, body)
                del self._newcomers[id_]


def _body(pose: Pose, aspect: float, time: float) -> Body:
    body = Body()
    body.update(pose, aspect, time)
    return body


def _strangeness(occupant: Occupant, body: Body, time: float) -> float:
    """How hard to believe it is that ``body`` is that of ``occupant``: from 1 on, too hard."""
    if not body.found:
        return math.inf
    reach = min(_NEAR + _SPEED * abs(time - occupant.seen), _FAR) * occupant.body.torso
    growth = math.log(body.torso / occupant.body.torso) / math.log(_LIKENESS)
    return math.hypot(math.dist(occupant.body.hips, body.hips) / reach, growth)
