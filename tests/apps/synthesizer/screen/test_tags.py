import itertools

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.display.captions import Scale
from apps.display.viewport import Viewport
from apps.synthesizer.screen.tags import TagBrush
from tests.apps.people import person

SIZE = (960, 540)
EDGE = "#FF0000"


class Recorded(TagBrush):
    """Tags whose places can be asked for."""

    @property
    def boxes(self) -> list[pygame.Rect]:
        return self._drawn


def brush() -> Recorded:
    surface = pygame.Surface(SIZE, depth=32)
    return Recorded(surface, Viewport(0, 0, *SIZE), Scale.for_surface(SIZE, 1.0))


@given(st.lists(st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 0.8)), min_size=1, max_size=3))
def test_tags_are_whole_and_none_covers_another(places: list[tuple[float, float]]) -> None:
    tags = brush()
    for number, (x, top) in enumerate(places):
        tags.playing(person(number, x, top=top, height=0.5), "E♭", "Drawbar Organ", EDGE)
    assert all(pygame.Rect(0, 0, *SIZE).contains(box) for box in tags.boxes)
    assert not any(one.colliderect(other) for one, other in itertools.combinations(tags.boxes, 2))


@pytest.mark.parametrize("x", [0.3, 0.5, 0.7])
def test_a_tag_is_above_its_head(x: float) -> None:
    tags = brush()
    tags.waiting(person(x=x, top=0.4, height=0.5), "waiting", EDGE)
    (box,) = tags.boxes
    assert box.centerx == pytest.approx(x * SIZE[0], abs=2)
    assert box.bottom < 0.42 * SIZE[1]
