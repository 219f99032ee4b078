import hashlib

import msgspec
import pygame
import pytest

from apps.anonymizer.captions import status_of
from apps.anonymizer.picture import Picture
from apps.anonymizer.scene import Scene, View
from apps.anonymizer.settings import AnonymizerSettings
from apps.anonymizer.words import WORDS
from engine.poses import Background, BackgroundState, PoseFrame, UnknownNameError
from tests.apps.people import SIZE, frame, person, pixels, room

SILENT_SETTINGS = AnonymizerSettings(show_privacy=False, show_people=False, show_rate=False)
"""Without words, so that every pixel is scene or skeleton."""


def view_of(
    shown: PoseFrame | None,
    background: Background | None = None,
    settings: AnonymizerSettings = SILENT_SETTINGS,
    *,
    mirror: bool = False,
    help: bool = False,  # noqa: A002
    silent: bool = False,
) -> View:
    scene = Scene(settings)
    if shown is not None:
        scene.update(shown, background)
    return scene.view(mirror=mirror, help=help, silent=silent)


def drawn(
    view: View,
    settings: AnonymizerSettings = SILENT_SETTINGS,
    size: tuple[int, int] = SIZE,
) -> pygame.Surface:
    surface = pygame.Surface(size, depth=32)
    Picture(settings).draw(surface, view)
    return surface


def rgb(background: Background) -> bytes:
    picture = pygame.image.frombytes(background.pixels, SIZE, "RGB")
    return pygame.image.tobytes(picture, "RGBA")


def test_the_background_is_shown_pixel_for_pixel() -> None:
    assert pixels(drawn(view_of(frame(), room()))) == rgb(room())


def test_without_a_background_that_belongs_there_is_a_placeholder() -> None:
    placeholder = pixels(drawn(view_of(frame(state=BackgroundState.OFF, revision=0))))
    other = frame(state=BackgroundState.OFF, revision=2)
    assert pixels(drawn(view_of(other, room(revision=1)))) == placeholder
    assert placeholder != rgb(room())


@pytest.mark.parametrize("state", list(BackgroundState))
def test_the_placeholder_is_the_same_whatever_background_was_there_before(
    state: BackgroundState,
) -> None:
    waiting = view_of(frame(person(), state=state, revision=0))
    picture = Picture(SILENT_SETTINGS)
    surfaces = []
    for colour in ("#FF0000", "#00FF00"):
        surface = pygame.Surface(SIZE, depth=32)
        picture.draw(surface, view_of(frame(person()), room(colour=colour)))
        picture.draw(surface, waiting)
        surfaces.append(pixels(surface))
    assert surfaces[0] == surfaces[1]


def test_skeletons_stand_before_the_placeholder_too() -> None:
    nobody = frame(state=BackgroundState.OFF, revision=0)
    somebody = frame(person(), state=BackgroundState.OFF, revision=0)
    assert pixels(drawn(view_of(somebody))) != pixels(drawn(view_of(nobody)))


def test_skeletons_leave_no_trace_in_the_next_picture_nor_in_the_background() -> None:
    background = room()
    digest = hashlib.sha256(background.pixels).digest()
    picture, surface = Picture(SILENT_SETTINGS), pygame.Surface(SIZE, depth=32)
    for step in range(40):
        picture.draw(surface, view_of(frame(person(x=step / 40)), background))
    assert hashlib.sha256(background.pixels).digest() == digest
    picture.draw(surface, view_of(frame(), background))
    assert pixels(surface) == rgb(background)


def test_another_background_takes_the_place_of_the_first() -> None:
    picture, surface = Picture(SILENT_SETTINGS), pygame.Surface(SIZE, depth=32)
    picture.draw(surface, view_of(frame(), room()))
    brighter = room(revision=2, colour="#F0F0F0")
    picture.draw(surface, view_of(frame(revision=2), brighter))
    assert pixels(surface) == rgb(brighter)


def test_a_mirror_shows_scene_and_people_the_other_way_round() -> None:
    somebody = frame(person(x=0.2))
    straight = drawn(view_of(somebody, room()))
    mirrored = drawn(view_of(somebody, room(), mirror=True))
    back = pygame.transform.flip(mirrored, flip_x=True, flip_y=False)
    different = pygame.mask.from_threshold(straight, "black", (64, 64, 64, 255), back)
    different.invert()
    assert pixels(straight) != pixels(mirrored)
    assert different.count() < 0.01 * SIZE[0] * SIZE[1]


def test_a_window_of_another_shape_shows_all_of_the_picture_and_nothing_stretched() -> None:
    surface = drawn(view_of(frame(), room()), size=(800, 240))
    inner = surface.subsurface((240, 0, *SIZE))
    assert pixels(inner) == rgb(room())
    assert len({tuple(surface.get_at((x, 120))) for x in (0, 239, 560, 799)}) == 1


def test_the_same_view_gives_the_same_pixels_on_whatever_was_there() -> None:
    settings = AnonymizerSettings(languages=("de",))
    view = view_of(frame(person(), person(2, 0.2)), room(), settings, help=True)
    clean, used = pygame.Surface(SIZE, depth=32), pygame.Surface(SIZE, depth=32)
    used.fill("#FF00FF")
    Picture(settings).draw(clean, view)
    Picture(settings).draw(used, view)
    assert pixels(clean) == pixels(used)


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (900, 2), (61, 47), (200, 120), (3000, 3000)])
@pytest.mark.parametrize("picture", [(1, 1), (8000, 8000), (1, 8000), (641, 481)])
def test_pictures_and_windows_of_any_size_can_be_drawn(
    size: tuple[int, int], picture: tuple[int, int]
) -> None:
    waiting = frame(person(), size=picture, state=BackgroundState.WAITING, revision=0)
    settings = AnonymizerSettings()
    surface = drawn(view_of(waiting, None, settings, help=True), settings, size)
    assert surface.get_size() == size


@pytest.mark.parametrize(
    ("state", "headline"),
    [
        (BackgroundState.SETTLING, WORDS["en"].settling),
        (BackgroundState.WAITING, WORDS["en"].waiting),
        (BackgroundState.COLLECTING, WORDS["en"].collecting),
        (BackgroundState.READY, WORDS["en"].collecting),
    ],
)
def test_what_is_being_waited_for_is_told_and_how_far_it_is(
    state: BackgroundState, headline: str
) -> None:
    view = view_of(frame(state=state, progress=0.4, revision=0))
    status = status_of(view, WORDS["en"])
    assert status is not None
    assert (status.headline, status.progress) == (headline, 0.4)


def test_there_is_nothing_to_tell_once_the_scene_is_shown_or_if_nobody_asked_for_it() -> None:
    assert status_of(view_of(frame(), room()), WORDS["en"]) is None
    nobody_asked = frame(state=BackgroundState.OFF, revision=0)
    assert status_of(view_of(nobody_asked), WORDS["en"]) is None


@pytest.mark.parametrize("language", sorted(WORDS))
def test_an_engine_that_is_away_is_told_in_every_language(language: str) -> None:
    scene = Scene(AnonymizerSettings())
    words = WORDS[language]
    assert status_of(scene.view(mirror=False, away=True), words) == (
        words.away,
        words.away_note,
        None,
    )
    scene.update(frame(person()), room())
    view = scene.view(mirror=False, away=True)
    assert status_of(view, words) == (words.away, words.away_note, None)
    assert view.frame is not None
    assert view.frame.poses == ()


def test_a_camera_that_has_not_come_yet_or_fell_silent_is_told() -> None:
    starting = status_of(view_of(None), WORDS["en"])
    silent = status_of(view_of(frame(person()), room(), silent=True), WORDS["en"])
    assert starting is not None
    assert starting.headline == WORDS["en"].starting
    assert silent is not None
    assert silent.headline == WORDS["en"].silent


def test_progress_can_be_seen_growing() -> None:
    size = (960, 540)
    shown = [
        frame(state=BackgroundState.COLLECTING, progress=progress, revision=0)
        for progress in (0.0, 0.3, 0.6, 1.0)
    ]
    accent = pygame.Color(SILENT_SETTINGS.accent)
    lengths = [
        pygame.mask.from_threshold(drawn(view_of(it), size=size), accent, (2, 2, 2, 255)).count()
        for it in shown
    ]
    assert lengths[0] == 0
    assert lengths == sorted(set(lengths))


@pytest.mark.parametrize(
    "change",
    [
        {"show_privacy": False},
        {"show_people": False},
        {"show_rate": False},
        {"languages": ("de",)},
        {"text_size": 1.5},
        {"line_thickness": 2.0},
        {"colours": ("#FF0000",)},
    ],
    ids=str,
)
def test_each_setting_changes_the_picture(change: dict[str, object]) -> None:
    def shown(settings: AnonymizerSettings) -> bytes:
        scene = Scene(settings)
        for number in range(3):
            scene.update(frame(person(), number=number, size=(960, 540)), room(size=(960, 540)))
        return pixels(drawn(scene.view(mirror=False), settings, (960, 540)))

    default = AnonymizerSettings()
    assert shown(default) == shown(default)
    assert shown(msgspec.structs.replace(default, **change)) != shown(default)


def test_an_unknown_language_is_refused_at_the_start() -> None:
    with pytest.raises(UnknownNameError, match="no language is called 'xx'"):
        Picture(AnonymizerSettings(languages=("en", "xx")))
