from collections.abc import Iterator

import msgspec
import pytest

from apps.synthesizer.choices import next_key, next_scale
from apps.synthesizer.settings import PlayerSettings, SynthesizerSettings
from engine.poses import ConfigError, OutputError
from engine.poses.live_settings import LiveSettings

FIRST = SynthesizerSettings()
SECOND = msgspec.structs.replace(FIRST, scale="blues")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class File:
    """Stands for a config file: gives each of ``changes`` once."""

    def __init__(self, *changes: SynthesizerSettings | Exception | None) -> None:
        self._changes: Iterator[SynthesizerSettings | Exception | None] = iter(changes)

    def __call__(self) -> SynthesizerSettings | None:
        change = next(self._changes)
        if isinstance(change, Exception):
            raise change
        return change


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_change_is_taken_over_and_told_to_all(clock: Clock) -> None:
    reports: list[str] = []
    told: list[SynthesizerSettings] = []
    live = LiveSettings(FIRST, File(SECOND), reports.append, clock)
    live.tell(told.append)
    live.tell(told.append)
    clock.now = 1.0
    live.look()
    assert live.now == SECOND
    assert told == [SECOND, SECOND]
    assert len(reports) == 1


def test_the_file_is_looked_at_once_a_second(clock: Clock) -> None:
    live = LiveSettings(FIRST, File(None, SECOND), print, clock)
    for clock.now in (0.5, 0.9, 1.1, 1.5, 2.0):
        live.look()
        assert live.now == FIRST
    clock.now = 2.2
    live.look()
    assert live.now == SECOND


def test_a_mistake_is_reported_and_the_old_settings_stay(clock: Clock) -> None:
    reports: list[str] = []
    live = LiveSettings(FIRST, File(ConfigError("mine.toml: no"), SECOND), reports.append, clock)
    clock.now = 1.0
    live.look()
    assert reports == ["mine.toml: no; going on as before"]
    assert live.now == FIRST
    clock.now = 2.0
    live.look()
    assert live.now == SECOND


def test_a_key_changes_the_settings_at_once(clock: Clock) -> None:
    told: list[SynthesizerSettings] = []
    live = LiveSettings(FIRST, File(), print, clock)
    live.tell(told.append)
    live.choose(next_scale)
    assert live.now.scale == "minor pentatonic"
    assert told == [live.now]


def test_a_key_that_leads_where_no_notes_are_changes_nothing(clock: Clock) -> None:
    reports: list[str] = []
    highest = SynthesizerSettings(players=(PlayerSettings(octave=7, steps=14),), scale="blues")
    live = LiveSettings(highest, File(), reports.append, clock)
    live.choose(next_key)
    assert live.now == highest
    assert reports == [
        "14 steps from octave 7 leave MIDI's notes, 0 to 127: choose another octave or fewer "
        "steps; going on as before"
    ]


def test_settings_that_somebody_cannot_go_on_with_are_taken_back_by_all(clock: Clock) -> None:
    reports: list[str] = []
    told: list[SynthesizerSettings] = []

    def refuse(settings: SynthesizerSettings) -> None:
        if settings == SECOND:
            raise OutputError("no font can write this")

    live = LiveSettings(FIRST, File(SECOND), reports.append, clock)
    live.tell(told.append)
    live.tell(refuse)
    clock.now = 1.0
    live.look()
    assert live.now == FIRST
    assert told == [SECOND, FIRST]
    assert reports == ["no font can write this; going on as before"]
