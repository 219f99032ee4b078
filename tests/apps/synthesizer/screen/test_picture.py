import hashlib

import msgspec
import pygame
import pytest

from apps.synthesizer.events import Moment
from apps.synthesizer.screen.picture import Picture
from apps.synthesizer.screen.players import WAITING
from apps.synthesizer.screen.stage import Stage, View
from apps.synthesizer.settings import PlayerSettings, SynthesizerSettings
from engine.poses import Background, BackgroundState
from tests.apps.people import frame, person, pixels, room
from tests.apps.synthesizer.screen.moments import (
    SIZE,
    drummer,
    moment,
    nobody,
    player,
    solo,
    trio,
)

DEFAULT = SynthesizerSettings()
WORDLESS = SynthesizerSettings(text_size=0.01)
"""Type that cannot be read is left out."""


def view_of(
    *moments: Moment,
    background: Background | None = None,
    settings: SynthesizerSettings = DEFAULT,
    mirror: bool = False,
) -> View:
    stage = Stage(settings)
    for one in moments:
        stage.update(one, background)
    return stage.view(mirror=mirror)


def drawn(
    view: View, settings: SynthesizerSettings = DEFAULT, size: tuple[int, int] = SIZE
) -> pygame.Surface:
    surface = pygame.Surface(size, depth=32)
    Picture(settings).draw(surface, view)
    return surface


def area(surface: pygame.Surface, colour: str) -> int:
    """How many pixels have ``colour``."""
    return pygame.mask.from_threshold(surface, colour, (4, 4, 4, 255)).count()


def test_everybody_has_the_colour_of_their_place_and_those_who_wait_are_pale() -> None:
    view = view_of(trio(), settings=WORDLESS)
    surface = drawn(view, WORDLESS)
    for colour in (*DEFAULT.colours[:3], WAITING):
        assert area(surface, colour) > 300
    assert area(surface, DEFAULT.colours[3]) == 0


def test_colours_follow_the_place_and_not_the_order_of_poses() -> None:
    left, right = person(1, 0.25, height=0.7), person(2, 0.75, height=0.7)
    shown = moment(frame(left, right, size=SIZE), player(1, left), player(0, right))
    surface = drawn(view_of(shown, settings=WORDLESS), WORDLESS)
    half = pygame.Rect(0, 0, SIZE[0] // 2, SIZE[1])
    assert area(surface.subsurface(half), DEFAULT.colours[0]) == 0
    assert area(surface.subsurface(half), DEFAULT.colours[1]) > 300


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (solo(pitch=64), solo(pitch=67)),
        (solo(pitch=64), solo(pitch=None)),
        (solo(level=0.2), solo(level=0.9)),
    ],
    ids=["pitch", "rest", "level"],
)
def test_what_is_played_can_be_seen(first: Moment, second: Moment) -> None:
    assert pixels(drawn(view_of(first))) != pixels(drawn(view_of(second)))


def test_a_drum_lights_up_when_it_is_struck() -> None:
    drums = SynthesizerSettings(players=(PlayerSettings(drums=True),))
    somebody = person()
    shown = frame(somebody, size=SIZE)
    quiet, struck = (
        drawn(view_of(moment(shown, drummer(0, somebody, struck=hit)), settings=drums), drums)
        for hit in (False, True)
    )
    middle = round(0.2 * SIZE[0]), round(0.3 * SIZE[1])
    assert sum(struck.get_at(middle)[:3]) > sum(quiet.get_at(middle)[:3]) + 100


def test_ribbons_show_what_was_played_before() -> None:
    recent = [solo(number, 60 if number < 50 else 72) for number in range(100)]
    other = [solo(number, 69 if number < 50 else 72) for number in range(100)]
    assert pixels(drawn(view_of(*recent))) != pixels(drawn(view_of(*other)))


def test_the_background_is_shown_pixel_for_pixel_and_never_drawn_on() -> None:
    background = room(size=SIZE)
    digest = hashlib.sha256(background.pixels).digest()
    picture, surface = Picture(WORDLESS), pygame.Surface(SIZE, depth=32)
    picture.draw(surface, view_of(trio(), background=background))
    picture.draw(surface, view_of(nobody(), background=background))
    assert pygame.image.tobytes(surface, "RGB") == background.pixels
    assert hashlib.sha256(background.pixels).digest() == digest


def test_without_a_background_there_is_nothing_of_one_before() -> None:
    picture, plain = Picture(WORDLESS), pixels(drawn(view_of(nobody()), WORDLESS))
    surface = pygame.Surface(SIZE, depth=32)
    picture.draw(surface, view_of(nobody(), background=room(size=SIZE)))
    picture.draw(surface, view_of(nobody()))
    assert pixels(surface) == plain


def test_a_mirror_shows_people_and_guides_the_other_way_round_but_no_words() -> None:
    somebody = person(x=0.3)
    shown = moment(frame(somebody, size=SIZE), player(0, somebody))
    straight = drawn(view_of(shown, settings=WORDLESS), WORDLESS)
    mirrored = drawn(view_of(shown, settings=WORDLESS, mirror=True), WORDLESS)
    back = pygame.transform.flip(mirrored, flip_x=True, flip_y=False)
    different = pygame.mask.from_threshold(straight, "black", (64, 64, 64, 255), back)
    different.invert()
    assert pixels(straight) != pixels(mirrored)
    assert different.count() < 0.01 * SIZE[0] * SIZE[1]
    statement = pygame.Rect(0, SIZE[1] - 30, *SIZE).clip(pygame.Rect(0, 0, *SIZE))
    both = [
        drawn(view_of(nobody(), mirror=mirror)).subsurface(statement) for mirror in (True, False)
    ]
    assert pixels(both[0]) == pixels(both[1])


def test_the_same_view_gives_the_same_pixels_on_whatever_was_there() -> None:
    view = view_of(*(trio(number) for number in range(30)), background=room(size=SIZE))
    view = view._replace(help=True, lost=("MIDI port",))
    picture = Picture(DEFAULT)
    clean, used = pygame.Surface(SIZE, depth=32), pygame.Surface(SIZE, depth=32)
    used.fill("#FF00FF")
    picture.draw(pygame.Surface((200, 300), depth=32), view_of(solo()))
    picture.draw(used, view)
    Picture(DEFAULT).draw(clean, view)
    assert pixels(clean) == pixels(used)


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (900, 2), (61, 47), (200, 120), (1080, 1920)])
@pytest.mark.parametrize("invited", [False, True])
def test_windows_of_any_size_can_be_drawn(size: tuple[int, int], invited: bool) -> None:
    settings = SynthesizerSettings(attract_after=0.1, languages=("de",))
    moments = [nobody(number) if invited else trio(number) for number in range(20)]
    view = view_of(*moments, settings=settings)
    assert (view.invitation is not None) == invited
    assert drawn(view._replace(help=True, lost=("OSC",)), settings, size).get_size() == size


def test_the_invitation_moves_and_dims_who_is_there() -> None:
    settings = SynthesizerSettings(attract_after=1.0)
    early, late = (
        drawn(view_of(*(solo(n, pitch=None) for n in range(frames)), settings=settings), settings)
        for frames in (50, 90)
    )
    assert pixels(early) != pixels(late)
    assert area(early, settings.colours[0]) > 1000


def test_a_silent_camera_and_one_that_has_not_come_are_told() -> None:
    stage = Stage(DEFAULT)
    starting = drawn(stage.view(mirror=False))
    stage.update(nobody(), None)
    usual = drawn(stage.view(mirror=False))
    silent = drawn(stage.view(mirror=False, silent=True))
    assert len({pixels(surface) for surface in (starting, usual, silent)}) == 3


def test_help_and_lost_outputs_can_be_seen() -> None:
    view = view_of(nobody())
    shown = [view, view._replace(help=True), view._replace(lost=("MIDI port",))]
    assert len({pixels(drawn(one)) for one in shown}) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"show_privacy": False},
        {"show_guides": False},
        {"languages": ("de",)},
        {"text_size": 1.5},
        {"line_thickness": 2.0},
        {"colours": ("#FF0000", "#00FF00", "#0000FF")},
        {"placeholder": ("#000000", "#000000")},
        {"key": "Eb"},
        {"scale": "blues"},
        {"players": (PlayerSettings("Flute"),)},
    ],
    ids=str,
)
def test_each_setting_changes_the_picture(change: dict[str, object]) -> None:
    def shown(settings: SynthesizerSettings) -> bytes:
        return pixels(drawn(view_of(solo(), settings=settings), settings))

    assert shown(DEFAULT) == shown(DEFAULT)
    assert shown(msgspec.structs.replace(DEFAULT, **change)) != shown(DEFAULT)


def test_a_place_that_is_no_longer_set_does_no_harm() -> None:
    stage = Stage(DEFAULT)
    stage.update(trio(), None)
    stage.change(msgspec.structs.replace(DEFAULT, players=DEFAULT.players[:1]))
    assert drawn(stage.view(mirror=False)).get_size() == SIZE


def test_somebody_of_whom_little_was_found_does_no_harm() -> None:
    hidden = msgspec.structs.replace(
        person(),
        keypoints=tuple(msgspec.structs.replace(p, score=0.0) for p in person().keypoints),
    )
    shown = moment(frame(hidden, size=SIZE, state=BackgroundState.OFF), player(0, hidden))
    assert drawn(view_of(shown)).get_size() == SIZE
