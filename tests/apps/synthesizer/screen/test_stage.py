import msgspec

from apps.synthesizer.screen.stage import Stage
from apps.synthesizer.settings import SynthesizerSettings
from tests.apps.people import room
from tests.apps.synthesizer.screen.moments import nobody, solo, trio

PATIENT = SynthesizerSettings(attract_after=2.0)


def test_before_the_first_moment_there_is_nothing_but_what_is_set() -> None:
    view = Stage(SynthesizerSettings(languages=("de",), key="D")).view(mirror=False)
    assert (view.playing, view.background, view.invitation) == (None, None, None)
    assert (view.language, view.key) == ("de", "D")


def test_a_background_that_does_not_belong_under_the_frame_is_not_there() -> None:
    stage = Stage(SynthesizerSettings())
    stage.update(solo(), room(revision=1))
    assert stage.view(mirror=False).background == room(revision=1)
    stage.update(solo(1), room(revision=2))
    assert stage.view(mirror=False).background is None


def test_no_background_is_shown_where_none_is_wanted() -> None:
    stage = Stage(SynthesizerSettings(show_background=False))
    stage.update(solo(), room())
    assert stage.view(mirror=False).background is None


def test_nobody_is_there_while_the_camera_is_silent() -> None:
    stage = Stage(PATIENT)
    for number in range(100):
        stage.update(trio(number), room())
    view = stage.view(mirror=False, silent=True)
    assert view.playing is not None
    assert view.playing.moment.frame.poses == ()
    assert view.playing.moment.players == ()
    assert view.invitation is None


def test_visitors_are_invited_when_nobody_has_played_for_a_while() -> None:
    stage = Stage(PATIENT)
    invited = []
    for number in range(100):
        stage.update(solo(number) if number < 25 else nobody(number), None)
        invited.append(stage.view(mirror=False).invitation is not None)
    assert invited == [number >= 24 + 50 for number in range(100)]


def test_somebody_who_is_there_but_does_not_play_is_invited_too() -> None:
    stage = Stage(PATIENT)
    for number in range(60):
        stage.update(solo(number, pitch=None), None)
    assert stage.view(mirror=False).invitation is not None


def test_the_invitation_ends_with_the_first_note() -> None:
    stage = Stage(PATIENT)
    for number in range(80):
        stage.update(nobody(number), None)
    stage.update(solo(80), None)
    assert stage.view(mirror=False).invitation is None


def test_a_recording_that_begins_again_waits_again() -> None:
    stage = Stage(PATIENT)
    for number in (*range(60), 0):
        stage.update(nobody(number), None)
    assert stage.view(mirror=False).invitation is None


def test_other_settings_are_shown_at_once_and_what_was_played_stays() -> None:
    stage = Stage(PATIENT)
    for number in range(10):
        stage.update(solo(number), None)
    stage.change(msgspec.structs.replace(PATIENT, key="Eb", scale="blues"))
    view = stage.view(mirror=False)
    assert (view.key, view.scale) == ("Eb", "blues")
    assert view.playing is not None
    assert view.playing.traces[0]


def test_fewer_players_are_fewer_ribbons() -> None:
    stage = Stage(PATIENT)
    stage.update(trio(), None)
    stage.change(msgspec.structs.replace(PATIENT, players=PATIENT.players[:1]))
    stage.update(trio(1), None)
    playing = stage.view(mirror=False).playing
    assert playing is not None
    assert len(playing.traces) == 1


def test_languages_take_turns() -> None:
    stage = Stage(SynthesizerSettings(languages=("en", "de"), language_seconds=1.0))
    seen = []
    for number in range(0, 100, 25):
        stage.update(nobody(number), None)
        seen.append(stage.view(mirror=False).language)
    assert seen == ["en", "de", "en", "de"]


def test_a_view_tells_more_the_more_people_play() -> None:
    telling = [Stage(PATIENT).view(mirror=False).telling]
    for shown in (nobody(), solo(pitch=None), solo(), trio()):
        stage = Stage(PATIENT)
        stage.update(shown, None)
        telling.append(stage.view(mirror=False).telling)
    assert telling[0] == telling[1] == 0
    assert telling[1:] == sorted(set(telling[1:]))
