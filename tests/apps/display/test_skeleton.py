import math
import tracemalloc

import pygame
import pytest

from apps.display.skeleton import OUTLINE, SkeletonBrush
from apps.display.viewport import Viewport
from engine.poses import Keypoint, KeypointName, Pose
from tests.apps.people import person, pixels, with_only

SIZE = (320, 240)
WHOLE = Viewport(0, 0, *SIZE)
COLOUR = pygame.Color("#E69F00")
OFFSCREEN = pygame.Color("#123456")


def canvas(colour: pygame.Color = OFFSCREEN) -> pygame.Surface:
    surface = pygame.Surface(SIZE, depth=32)
    surface.fill(colour)
    return surface


def drawn(pose: Pose, viewport: Viewport = WHOLE) -> pygame.Surface:
    surface = canvas()
    SkeletonBrush().draw(surface, viewport, pose, COLOUR)
    return surface


def touched(surface: pygame.Surface) -> pygame.Rect:
    """The rectangle around all pixels that were drawn on."""
    mask = pygame.mask.from_threshold(surface, OFFSCREEN, (1, 1, 1, 255))
    mask.invert()
    rects = mask.get_bounding_rects()
    return rects[0].unionall(rects[1:]) if rects else pygame.Rect(0, 0, 0, 0)


def at(surface: pygame.Surface, pose: Pose, one: KeypointName, other: KeypointName) -> pygame.Color:
    """The colour half way between two keypoints."""
    a, b = pose.keypoints[one], pose.keypoints[other]
    return surface.get_at((round((a.x + b.x) / 2 * SIZE[0]), round((a.y + b.y) / 2 * SIZE[1])))


def test_limbs_join_the_joints_in_the_persons_colour() -> None:
    pose = person()
    surface = drawn(pose)
    assert at(surface, pose, KeypointName.LEFT_HIP, KeypointName.LEFT_KNEE)[:3] == COLOUR[:3]
    assert at(surface, pose, KeypointName.LEFT_WRIST, KeypointName.LEFT_HIP)[:3] == OFFSCREEN[:3]


def test_joints_that_were_not_found_are_not_drawn_and_nor_are_their_limbs() -> None:
    pose = person()
    rest = set(KeypointName) - {KeypointName.LEFT_KNEE}
    surface = drawn(with_only(pose, *rest))
    assert at(surface, pose, KeypointName.LEFT_HIP, KeypointName.LEFT_KNEE)[:3] == OFFSCREEN[:3]
    assert at(surface, pose, KeypointName.RIGHT_HIP, KeypointName.RIGHT_KNEE)[:3] == COLOUR[:3]


def test_nothing_is_drawn_for_somebody_of_whom_nothing_was_found() -> None:
    assert pixels(drawn(with_only(person()))) == pixels(canvas())


@pytest.mark.parametrize("background", ["#000000", "#FFFFFF", "#E69F00", "#808080"])
def test_a_skeleton_can_be_seen_on_any_ground(background: str) -> None:
    surface = canvas(pygame.Color(background))
    SkeletonBrush().draw(surface, WHOLE, person(), COLOUR)
    ground = pygame.Color(background)
    farthest = max(
        sum(abs(a - b) for a, b in zip(surface.get_at((x, y))[:3], ground[:3], strict=True))
        for x in range(100, 220)
        for y in range(20, 220)
    )
    assert farthest > 250


@pytest.mark.parametrize("viewport", [Viewport(40, 0, 240, 240), Viewport(0, 80, 320, 80)])
def test_nothing_is_drawn_beside_the_picture(viewport: Viewport) -> None:
    surface = drawn(person(x=0.0, top=-0.5, height=2.0), viewport)
    inside = pygame.Rect(viewport)
    assert touched(surface).width > 0
    for x in range(SIZE[0]):
        for y in range(SIZE[1]):
            assert inside.collidepoint(x, y) or surface.get_at((x, y))[:3] == OFFSCREEN[:3]


@pytest.mark.parametrize("far", [-1e30, -3.0, 5.0, 1e9, 1e300])
def test_a_joint_far_outside_the_picture_does_no_harm(far: float) -> None:
    points = [*person().keypoints]
    points[KeypointName.LEFT_WRIST] = Keypoint(far, far, 1.0)
    surface = drawn(Pose(1, 1.0, tuple(points)))
    assert touched(surface).width > 0


def test_edges_are_smooth() -> None:
    surface = drawn(person())
    colours = {tuple(surface.get_at((x, y))) for x in range(SIZE[0]) for y in range(SIZE[1])}
    assert len(colours) > 10


def test_one_drawing_leaves_nothing_in_the_next() -> None:
    brush = SkeletonBrush()
    for step in range(10):
        brush.draw(canvas(), WHOLE, person(x=step / 10), COLOUR)
    again = canvas()
    brush.draw(again, WHOLE, person(), COLOUR)
    assert pixels(again) == pixels(drawn(person()))


def test_memory_for_layers_is_taken_once_for_a_size() -> None:
    surface, brush = canvas(), SkeletonBrush()
    brush.draw(surface, WHOLE, person(), COLOUR)
    tracemalloc.start()
    brush.draw(surface, WHOLE, person(), COLOUR)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < SIZE[0] * SIZE[1]


@pytest.mark.parametrize("degrees", range(0, 180, 15))
def test_limbs_are_as_thick_at_every_slant(degrees: int) -> None:
    assert ink(math.radians(degrees)) == pytest.approx(ink(0.0), rel=0.1)


def ink(slant: float) -> int:
    """How much red a shin has that is turned by ``slant``."""
    x, y = 80 * math.cos(slant), 80 * math.sin(slant)
    points = [Keypoint(0.0, 0.0, 0.0)] * len(KeypointName)
    points[KeypointName.LEFT_KNEE] = Keypoint((160 - x) / SIZE[0], (120 - y) / SIZE[1], 1.0)
    points[KeypointName.LEFT_ANKLE] = Keypoint((160 + x) / SIZE[0], (120 + y) / SIZE[1], 1.0)
    surface = canvas(OUTLINE)
    SkeletonBrush().draw(surface, WHOLE, Pose(1, 1.0, tuple(points)), COLOUR)
    return sum(red - OUTLINE.r for red in pixels(surface)[::4])


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (2000, 1)])
def test_tiny_pictures_are_drawn_on_too(size: tuple[int, int]) -> None:
    surface = pygame.Surface(size, depth=32)
    SkeletonBrush().draw(surface, Viewport(0, 0, *size), person(), COLOUR)
    assert surface.get_size() == size


def test_all_at_one_point_is_a_dot() -> None:
    surface = drawn(Pose(1, 1.0, (Keypoint(0.5, 0.5, 1.0),) * len(KeypointName)))
    assert 0 < touched(surface).width < 20
