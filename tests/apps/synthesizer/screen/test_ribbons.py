import pygame
import pytest

from apps.synthesizer.screen.ribbons import draw_ribbons
from apps.synthesizer.screen.traces import SECONDS, Sample

BOX = pygame.Rect(20, 10, 800, 100)
COLOUR = "#FF0000"


def painted(*samples: Sample) -> pygame.Rect:
    """What a ribbon covers."""
    surface = pygame.Surface((840, 120), depth=32)
    draw_ribbons(surface, BOX, [samples], [COLOUR])
    mask = pygame.mask.from_threshold(surface, COLOUR, (8, 8, 8, 255))
    boxes = mask.get_bounding_rects()
    return boxes[0].unionall(boxes[1:]) if boxes else pygame.Rect(0, 0, 0, 0)


def held(
    start: float, end: float, height: float = 0.5, level: float = 0.5
) -> tuple[Sample, Sample]:
    return Sample(start, 60, height, level), Sample(end, 60, height, level)


def test_what_is_played_now_is_at_the_right() -> None:
    assert painted(*held(9.0, 10.0)).right == pytest.approx(BOX.right, abs=12)


def test_a_note_is_as_long_as_it_lasted() -> None:
    rest = Sample(7.0, None, 0.0, 0.0), Sample(10.0, None, 0.0, 0.0)
    box = painted(*held(5.0, 6.9), *rest)
    assert box.width == pytest.approx(2.0 * BOX.width / SECONDS, abs=14)
    assert box.right == pytest.approx(BOX.right - 3.0 * BOX.width / SECONDS, abs=8)


def test_higher_notes_are_higher_and_louder_ones_thicker() -> None:
    low, high = painted(*held(8, 10, 0.1)), painted(*held(8, 10, 0.9))
    assert high.bottom < low.top
    soft, loud = painted(*held(8, 10, level=0.1)), painted(*held(8, 10, level=1.0))
    assert loud.height > soft.height


def test_old_notes_stay_within_the_strip() -> None:
    box = painted(*held(0.0, 10.0, 1.0, 1.0))
    assert box.left >= BOX.left
    assert BOX.inflate(20, 4).contains(box)


def test_silence_is_empty() -> None:
    assert painted(Sample(1.0, None, 0.0, 0.0)).size == (0, 0)
    assert painted().size == (0, 0)
