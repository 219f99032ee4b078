"""Who is there: people who keep their identity where the tracker loses or confuses theirs."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from apps.pose_logger.counting.body import Anchor, Sighting
from apps.pose_logger.counting.person import Person, Whereabouts
from engine.poses import PoseFrame

TRACK_SECONDS = 600.0
"""How long somebody has the same number in what is recorded."""

_SURE = 0.25
"""How far from where they are expected, in statures, a tracker's id is believed at once."""

_REACH, _REACH_PER_SECOND, _FARTHEST = 0.35, 0.5, 1.0
"""How far from where they were lost somebody may reappear, in statures."""


class _Pair(NamedTuple):
    """Somebody who was lost, and the number of a sighting that may be theirs.

    ``strain`` is how far off it is, 1 being the farthest.
    """

    strain: float
    number: int
    person: Person


class People:
    """Follows the people of one camera.

    Who is not found for ``patience`` seconds is gone. ``number`` gives random numbers of 31 bits.
    """

    def __init__(self, anchor: Anchor, patience: float, number: Callable[[], int]) -> None:
        self._anchor = anchor
        self._patience = patience
        self._number = number
        self._people: list[Person] = []

    def update(self, frame: PoseFrame, time: float) -> list[Person]:
        """Those who are found in ``frame``, at ``time``."""
        self.tend(time)
        ratio = frame.height / frame.width
        sightings = [
            sighting for pose in frame.poses if (sighting := Sighting.of(pose, ratio)) is not None
        ]
        known = self._recognised(sightings, time)
        return [
            self._seen(known[index], sighting, time)
            if index in known
            else self._newcomer(sighting, time)
            for index, sighting in enumerate(sightings)
        ]

    def tend(self, time: float) -> None:
        """Forget who is gone by ``time``."""
        lost = time - self._patience
        if any(person.seen < lost for person in self._people):
            self._people = [person for person in self._people if person.seen >= lost]

    def _recognised(self, sightings: Sequence[Sighting], time: float) -> dict[int, Person]:
        """Who the sightings are of, by their index; newcomers are left out.

        A tracker's id is believed where its owner is expected. Elsewhere the nearest of those who
        are missing is taken to reappear, and only then an id that has jumped.
        """
        by_id = {person.pose.id: person for person in self._people}
        known: dict[int, Person] = {}
        for index, sighting in enumerate(sightings):
            person = by_id.get(sighting.pose.id)
            if person in known.values() or person is None:
                continue
            if person.distance(sighting, self._anchor, time) <= _SURE * person.at.stature:
                known[index] = person
        if len(known) < len(sightings):
            self._stitch(known, sightings, time)
            self._believe(known, sightings, by_id)
        return known

    def _stitch(self, known: dict[int, Person], sightings: Sequence[Sighting], time: float) -> None:
        """Add to ``known`` who reappears near where they were lost, the nearest first."""
        missing = [
            person
            for person in self._people
            if person not in known.values() and not person.has_left(time)
        ]
        pairs = [
            _Pair(
                person.distance(sighting, self._anchor, time) / _reach(person, time), index, person
            )
            for person in missing
            for index, sighting in enumerate(sightings)
            if index not in known
        ]
        for strain, index, person in sorted(pairs, key=lambda pair: pair.strain):
            if strain <= 1.0 and index not in known and person not in known.values():
                known[index] = person

    def _believe(
        self, known: dict[int, Person], sightings: Sequence[Sighting], by_id: dict[int, Person]
    ) -> None:
        for index, sighting in enumerate(sightings):
            person = by_id.get(sighting.pose.id)
            if person is None or index in known or person in known.values():
                continue
            known[index] = person

    def _seen(self, person: Person, sighting: Sighting, time: float) -> Person:
        person.move(sighting, self._anchor, time)
        if time - person.numbered >= TRACK_SECONDS:
            person.track, person.numbered = self._number(), time
        return person

    def _newcomer(self, sighting: Sighting, time: float) -> Person:
        place = sighting.place(self._anchor, sighting.stature)
        at = Whereabouts(sighting, place, (0.0, 0.0), sighting.stature)
        person = Person(self._number(), time, time, time, at, sighting.span)
        self._people.append(person)
        return person


def _reach(person: Person, time: float) -> float:
    """How far from where they are expected somebody may reappear, in widths of the picture."""
    reach = _REACH + _REACH_PER_SECOND * (time - person.seen)
    return person.at.stature * min(reach, _FARTHEST)
