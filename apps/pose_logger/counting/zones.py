"""Who stays in a zone, from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.pose_logger.counting.moment import Moment
from apps.pose_logger.counting.person import Person, Whereabouts
from apps.pose_logger.polygon import Point, contains
from apps.pose_logger.records import EVERYWHERE, VisitRecord
from apps.pose_logger.settings import VisitsSettings, ZoneSettings

WHOLE_PICTURE = ZoneSettings(EVERYWHERE, ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)))

_WAY_OUT = 1.0
"""Seconds for which somebody on the way out of the picture is taken to go on."""

_INSIDE = 1e-6
"""How far inside the picture those are taken to stand whose feet are below it."""


@dataclass(slots=True)
class Stay:
    """Somebody's stay in a zone; ``left`` is when they were last found there.

    They were ``found`` in so many frames of those from the first to the last, at last ``at`` some
    place. ``outside`` says that they have been seen elsewhere since, and ``blind`` that the camera
    did not see on.
    """

    entered: float
    left: float
    first_frame: int
    last_frame: int
    born_inside: bool
    at: Whereabouts
    found: int = 1
    outside: bool = False
    blind: bool = False

    @property
    def seconds(self) -> float:
        """How long it has been, as far as was seen."""
        return self.left - self.entered

    @property
    def confidence(self) -> float:
        """The share of the frames in which they were found."""
        return self.found / (self.last_frame - self.first_frame + 1)

    def go_on(self, person: Person, moment: Moment) -> None:
        """``person`` is still there."""
        self.left, self.last_frame, self.at = moment.time, moment.frame, person.at
        self.found += 1
        self.outside = self.blind = False


class Zone:
    """The stays in one zone of ``camera``.

    Somebody has left when they have not been found inside for ``visits.patience`` seconds, and then
    at the time at which they last were. Stays are kept until they are told to be forgotten.
    """

    def __init__(self, camera: str, settings: ZoneSettings, visits: VisitsSettings) -> None:
        self.name = settings.name
        self._camera = camera
        self._polygon = settings.polygon
        self._visits = visits
        self._present: dict[Person, Stay] = {}
        self._ended: list[Stay] = []
        self._blind = True
        self._seen_until = 0.0

    @property
    def stays(self) -> list[Stay]:
        """Those that count, begun or ended."""
        return [*self._ended, *self._going_on()]

    @property
    def people(self) -> int:
        """How many are there now."""
        return len(self._going_on())

    def update(self, people: Iterable[Person], moment: Moment) -> None:
        """Take those who were found at ``moment``."""
        for person in people:
            stay = self._present.get(person)
            if not self._holds(person.at.place):
                if stay is not None:
                    stay.outside = True
            elif stay is None:
                self._present[person] = self._begun(person, moment)
            else:
                stay.go_on(person, moment)
        self._blind = False
        self._seen_until = moment.time

    def tend(self, time: float) -> list[VisitRecord]:
        """The visits that have ended by ``time``."""
        over = [
            person
            for person, stay in self._present.items()
            if time - self._visits.patience > stay.left
        ]
        stays = [self._present.pop(person) for person in over]
        counted = [stay for stay in stays if self._counts(stay)]
        for stay in counted:
            stay.blind = self._is_blind(stay)
            self._let_out(stay)
        self._ended += counted
        return [self._visit(stay) for stay in counted]

    def blind(self) -> None:
        """The camera has not seen how the stays went on."""
        self._blind = True
        for stay in self._present.values():
            stay.blind |= stay.left == self._seen_until

    def unfinished(self) -> list[VisitRecord]:
        """The visits that are going on, as far as was seen."""
        return [self._visit(stay) for stay in self._going_on()]

    def forget(self, before: float) -> None:
        """Keep no stay that ended ``before``."""
        self._ended = [stay for stay in self._ended if stay.left >= before]

    def is_lost(self, stay: Stay) -> bool:
        """Whether the end of ``stay`` was not seen."""
        if stay.outside:
            return False
        seen_out = _goes_out(stay) or stay.at.is_near(self._polygon)
        return self._is_blind(stay) or not seen_out

    def _is_blind(self, stay: Stay) -> bool:
        """Whether no frame shows that they were no longer there."""
        return stay.blind or stay.left == self._seen_until

    def _going_on(self) -> list[Stay]:
        return [stay for stay in self._present.values() if self._counts(stay)]

    def _counts(self, stay: Stay) -> bool:
        return stay.seconds >= self._visits.shortest

    def _holds(self, place: Point) -> bool:
        x, y = (min(1.0 - _INSIDE, max(_INSIDE, value)) for value in place)
        return contains(self._polygon, (x, y))

    def _begun(self, person: Person, moment: Moment) -> Stay:
        appeared = person.since == moment.time and not person.at.is_near(self._polygon)
        return Stay(
            entered=moment.time,
            left=moment.time,
            first_frame=moment.frame,
            last_frame=moment.frame,
            born_inside=self._blind or appeared,
            at=person.at,
        )

    def _let_out(self, stay: Stay) -> None:
        """Have somebody who was on the way out of the picture leave when they reach its edge.

        Whoever is half out is no longer found.
        """
        if _goes_out(stay) and not (stay.outside or stay.blind):
            stay.left += stay.at.seconds_to_edge()

    def _visit(self, stay: Stay) -> VisitRecord:
        return VisitRecord(
            camera=self._camera,
            zone=self.name,
            entered=stay.entered,
            left=stay.left,
            born_inside=stay.born_inside,
            lost_inside=self.is_lost(stay),
            confidence=stay.confidence,
        )


def _goes_out(stay: Stay) -> bool:
    """Whether they were just about to leave the picture when they were last found."""
    return stay.at.seconds_to_edge() <= _WAY_OUT
