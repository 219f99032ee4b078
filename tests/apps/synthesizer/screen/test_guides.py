import pygame
import pytest

from apps.display.viewport import Viewport
from apps.synthesizer.events import Player
from apps.synthesizer.screen.guides import GuideBrush
from tests.apps.people import person
from tests.apps.synthesizer.screen.moments import PITCHES, drummer, player

SIZE = (960, 540)
COLOUR = "#FF0000"


def painted(shown: Player, *, mirror: bool = False) -> pygame.mask.Mask:
    """Where the guides of ``shown`` have the player's full colour."""
    surface = pygame.Surface(SIZE, depth=32)
    GuideBrush(surface, Viewport(0, 0, *SIZE), 28, mirror=mirror).draw(shown, COLOUR)
    return pygame.mask.from_threshold(surface, COLOUR, (4, 4, 4, 255))


def middle(mask: pygame.mask.Mask) -> tuple[int, int]:
    return max(mask.get_bounding_rects(), key=lambda box: box.width * box.height).center


@pytest.mark.parametrize("number", range(len(PITCHES)))
def test_the_note_that_sounds_is_lit_on_the_ladder_at_the_hand(number: int) -> None:
    somebody = person(x=0.4)
    x, y = middle(painted(player(0, somebody, PITCHES[number], level=0.0)))
    guide = player(0, somebody).guide
    assert guide is not None
    assert guide.hand is not None
    assert x == pytest.approx(guide.hand[0] * SIZE[0], abs=2)
    assert guide.edges[number + 1] * SIZE[1] < y < guide.edges[number] * SIZE[1]


def test_nothing_is_lit_at_rest() -> None:
    assert painted(player(0, person(), None, level=0.0)).count() == 0


def test_the_disc_at_the_other_hand_grows_with_loudness() -> None:
    areas = [painted(player(0, person(), None, level / 4)).count() for level in range(5)]
    assert areas == sorted(set(areas))


def test_a_mirror_puts_guides_on_the_other_side() -> None:
    shown = player(0, person(x=0.4), 64, level=0.0)
    straight, mirrored = middle(painted(shown)), middle(painted(shown, mirror=True))
    assert mirrored[0] == pytest.approx(SIZE[0] - straight[0], abs=2)
    assert mirrored[1] == straight[1]


@pytest.mark.parametrize("mirror", [False, True])
def test_a_drum_is_where_it_can_be_struck(*, mirror: bool) -> None:
    surface = pygame.Surface(SIZE, depth=32)
    brush = GuideBrush(surface, Viewport(0, 0, *SIZE), 28, mirror=mirror)
    brush.draw(drummer(0, person(), struck=True), COLOUR)
    inside, outside = (0.2, 0.3), (0.5, 0.3)
    for place, is_lit in ((inside, True), (outside, False)):
        x = 1.0 - place[0] if mirror else place[0]
        pixel = surface.get_at((round(x * SIZE[0]), round(place[1] * SIZE[1])))
        assert (pixel.r > 100) == is_lit


def test_somebody_out_of_sight_has_no_guide() -> None:
    assert painted(player(0, None, 64)).count() == 0
