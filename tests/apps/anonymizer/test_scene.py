import pytest

from apps.anonymizer.scene import Scene
from apps.anonymizer.settings import AnonymizerSettings
from tests.apps.people import frame, person, room


def scene(settings: AnonymizerSettings | None = None) -> Scene:
    return Scene(settings or AnonymizerSettings())


def test_before_the_first_frame_there_is_nothing_but_a_language() -> None:
    view = scene().view(mirror=False)
    assert (view.frame, view.background, view.colours, view.rate) == (None, None, (), None)
    assert view.language == "en"


@pytest.mark.parametrize("revision", [0, 2])
def test_a_background_that_does_not_belong_under_the_frame_is_not_there(revision: int) -> None:
    it = scene()
    it.update(frame(person(), revision=revision), room(revision=1))
    assert it.view(mirror=False).background is None
    it.update(frame(person(), revision=1), room(revision=1))
    assert it.view(mirror=False).background == room(revision=1)
    it.update(frame(person(), revision=revision), room(revision=1))
    assert it.view(mirror=False).background is None


def test_nobody_is_there_while_the_camera_is_silent() -> None:
    it = scene()
    it.update(frame(person()), room())
    view = it.view(mirror=False, silent=True)
    assert view.frame is not None
    assert len(view.frame.poses) == len(view.colours) == 0
    assert view.background is not None
    assert len(it.view(mirror=False).colours) == 1


@pytest.mark.parametrize("rate", [5.0, 10.0, 29.97, 60.0])
def test_the_rate_is_that_of_the_frames_own_times(rate: float) -> None:
    it = scene()
    for number in range(200):
        it.update(frame(number=number, rate=rate), None)
    assert it.view(mirror=False).rate == round(rate)


def test_the_rate_is_unknown_at_first_and_after_a_pause() -> None:
    it = scene()
    it.update(frame(number=0), None)
    assert it.view(mirror=False).rate is None
    it.update(frame(number=1), None)
    assert it.view(mirror=False).rate == 25
    it.update(frame(number=1000), None)
    assert it.view(mirror=False).rate is None


def test_a_source_that_starts_again_does_no_harm() -> None:
    it = scene()
    for number in (*range(50), *range(50)):
        it.update(frame(number=number), None)
    assert it.view(mirror=False).rate == 25


def test_languages_take_turns() -> None:
    it = scene(AnonymizerSettings(languages=("en", "de", "fr"), language_seconds=2.0))
    seen = []
    for number in range(8):
        it.update(frame(number=number, rate=1.0), None)
        seen.append(it.view(mirror=False).language)
    assert seen == ["en", "en", "de", "de", "fr", "fr", "en", "en"]


def test_a_view_tells_more_the_more_of_people_is_in_the_scene() -> None:
    views = []
    for people in ((), (person(x=0.0),), (person(),), (person(), person(2, 0.2))):
        it = scene()
        it.update(frame(*people), room())
        views.append(it.view(mirror=False))
    telling = [view.telling for view in views]
    assert telling == sorted(set(telling))
    assert telling[0] == 0


def test_a_view_without_the_scene_tells_nothing() -> None:
    it = scene()
    it.update(frame(person()), None)
    assert it.view(mirror=False).telling == 0
