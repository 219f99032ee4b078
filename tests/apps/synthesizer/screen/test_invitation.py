import pygame
import pytest

from apps.synthesizer.screen.invitation import instructions, places
from apps.synthesizer.settings import GestureSettings, PlayerSettings
from apps.synthesizer.words import WORDS

EN = WORDS["en"]


@pytest.mark.parametrize(
    ("gestures", "lines"),
    [
        (GestureSettings(), [EN.right_note, EN.left_volume, EN.rest]),
        (GestureSettings(swap_hands=True), [EN.left_note, EN.right_volume, EN.rest]),
        (GestureSettings(one_hand=True), [EN.right_note, EN.reach_volume, EN.rest]),
        (GestureSettings(pitch="nose"), [EN.move]),
    ],
)
def test_visitors_are_told_what_their_hands_do(gestures: GestureSettings, lines: list[str]) -> None:
    assert instructions(PlayerSettings(), gestures, EN) == lines


def test_drummers_are_told_to_strike() -> None:
    assert instructions(PlayerSettings(drums=True), GestureSettings(), EN) == [EN.strike]


@pytest.mark.parametrize("size", [(1280, 720), (1080, 1920), (640, 360), (500, 500)])
def test_words_and_figure_are_never_over_each_other(size: tuple[int, int]) -> None:
    width, height = size
    strip = pygame.Rect(10, height - 200, width - 30, 100)
    figure, words = places(strip, 10)
    assert not figure.colliderect(words)
    assert not words.colliderect(strip)
    assert pygame.Rect(0, 0, *size).contains(figure)
