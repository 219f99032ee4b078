import pygame
import pytest

from apps.display.panels import card, gradient, progress_bar
from apps.display.scenery import background_surface
from tests.apps.people import SIZE, room


def test_a_gradient_runs_from_its_first_colour_to_its_second() -> None:
    surface = gradient((3, 101), "#000000", "#C86400")
    assert surface.get_at((0, 0))[:3] == (0, 0, 0)
    assert surface.get_at((1, 50))[:3] == pytest.approx((100, 50, 0), abs=1)
    assert surface.get_at((2, 100))[:3] == (200, 100, 0)


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (50, 1)])
def test_panels_of_any_size_can_be_made(size: tuple[int, int]) -> None:
    assert gradient(size, "#000000", "#FFFFFF").get_size() == size
    assert card(size, "#000000", 10).get_size() == size


def test_a_card_is_full_in_the_middle_and_round_at_the_corners() -> None:
    surface = card((60, 40), "#102030C8", 12)
    assert surface.get_at((30, 20)) == pygame.Color("#102030C8")
    assert surface.get_at((0, 0)).a == 0


def test_a_card_may_have_an_edge() -> None:
    surface = card((60, 40), "#102030", 12, "#FF0000", 3)
    assert surface.get_at((30, 1)) == pygame.Color("#FF0000")
    assert surface.get_at((30, 20)) == pygame.Color("#102030")


@pytest.mark.parametrize("progress", [-1.0, 0.0, 0.25, 0.5, 1.0, 2.0])
def test_a_progress_bar_is_filled_as_far_as_it_says(progress: float) -> None:
    surface = pygame.Surface((120, 20), depth=32)
    progress_bar(surface, pygame.Rect(10, 5, 100, 10), progress, "#FFFFFF")
    filled = sum(surface.get_at((x, 10))[:3] == (255, 255, 255) for x in range(120))
    assert filled == pytest.approx(100 * min(max(progress, 0.0), 1.0), abs=1)


def test_a_background_becomes_a_picture_of_the_same_pixels() -> None:
    surface = background_surface(room())
    assert surface.get_size() == SIZE
    assert pygame.image.tobytes(surface, "RGB") == room().pixels


def test_drawing_on_that_picture_does_not_reach_the_background() -> None:
    background = room()
    background_surface(background).fill("red")
    assert background == room()
