"""What is to be seen of the music, as it follows from the moments."""

from typing import NamedTuple

import msgspec

from apps.display.words import language_at
from apps.synthesizer.events import Moment, NoteOn
from apps.synthesizer.screen.demonstration import Demonstration
from apps.synthesizer.screen.traces import Playing, Traces
from apps.synthesizer.settings import PlayerSettings, SynthesizerSettings
from engine.poses import Background


class View(NamedTuple):
    """All that a picture depends on, besides its settings.

    ``playing`` is None before the first moment. ``background`` is only there if it belongs under
    the moment's frame. ``players``, ``key`` and ``scale`` are what is set at the moment.
    ``invitation`` is somebody who shows how to play, where nobody has for a while. ``silent`` says
    that the camera gives nothing at the moment, ``away`` that there is no engine, and ``lost``
    names the outputs that are gone.
    """

    playing: Playing | None
    background: Background | None
    key: str
    scale: str | tuple[int, ...]
    players: tuple[PlayerSettings, ...]
    language: str
    invitation: Playing | None = None
    mirror: bool = False
    help: bool = False
    silent: bool = False
    away: bool = False
    lost: tuple[str, ...] = ()

    @property
    def telling(self) -> int:
        """How much there is to be seen: the joints of those who play, more if they sound."""
        if self.playing is None:
            return 0
        moment = self.playing.moment
        poses = {pose.id: pose for pose in moment.frame.poses}
        seen = [player for player in moment.players if player.pose_id in poses]
        joints = sum(
            point.found for player in seen for point in poses[player.pose_id or 0].keypoints
        )
        return joints + 20 * sum(player.pitch is not None for player in seen)


class Stage:
    """Keeps what is to be seen up to date, moment by moment; asks no clock but the frames' own."""

    def __init__(self, settings: SynthesizerSettings) -> None:
        self._traces = Traces(len(settings.players))
        self._start: float | None = None
        self._played = 0.0
        self._moment: Moment | None = None
        self._background: Background | None = None
        self._take(settings)

    def change(self, settings: SynthesizerSettings) -> None:
        """Go on with other settings."""
        if len(settings.players) != len(self._settings.players):
            self._traces = Traces(len(settings.players))
        self._take(settings)

    def update(self, moment: Moment, background: Background | None) -> None:
        """Take the newest moment, and the background that the stream has for its frame."""
        time = moment.frame.time
        if self._start is None or self._moment is None or time < self._moment.frame.time:
            self._start = self._played = time
        if any(isinstance(event, NoteOn) for event in moment.events) or _sounds(moment):
            self._played = time
        self._moment = moment
        self._background = self._shown(background, moment)
        self._traces.update(moment)
        if self._nobody_plays:
            self._demonstration.update(time)
        else:
            self._demonstration.stop()

    def view(
        self,
        *,
        mirror: bool,
        help: bool = False,  # noqa: A002
        silent: bool = False,
        away: bool = False,
        lost: tuple[str, ...] = (),
    ) -> View:
        """What is to be drawn; nobody where the camera is ``silent`` or the engine ``away``."""
        silent = silent or away
        settings = self._settings
        return View(
            playing=self._playing(silent=silent),
            background=self._background,
            key=settings.key,
            scale=settings.scale,
            players=settings.players,
            language=self._language(),
            invitation=None if silent else self._demonstration.playing,
            mirror=mirror,
            help=help,
            silent=silent,
            away=away,
            lost=lost,
        )

    @property
    def _nobody_plays(self) -> bool:
        if self._moment is None:
            return False
        return self._moment.frame.time - self._played >= self._settings.attract_after

    def _take(self, settings: SynthesizerSettings) -> None:
        self._settings = settings
        self._demonstration = Demonstration(settings)

    def _shown(self, background: Background | None, moment: Moment) -> Background | None:
        if background is None or not self._settings.show_background:
            return None
        belongs = background.revision == moment.frame.background.revision
        return background if belongs else None

    def _playing(self, *, silent: bool) -> Playing | None:
        if self._moment is None:
            return None
        moment = self._moment
        if silent:
            empty = msgspec.structs.replace(moment.frame, poses=())
            moment = Moment(empty, (), (), ())
        return Playing(moment, self._traces.now())

    def _language(self) -> str:
        passed = 0.0
        if self._moment is not None and self._start is not None:
            passed = self._moment.frame.time - self._start
        return language_at(passed, self._settings.languages, self._settings.language_seconds)


def _sounds(moment: Moment) -> bool:
    return any(player.pitch is not None for player in moment.players)
