import pygame
import pytest

from apps.display.text import face_for, render
from engine.poses import OutputError
from tests.apps.people import pixels

HEBREW = "עברית 25"


def own_font() -> str:
    return face_for("a")


@pytest.mark.parametrize(
    "text",
    ["Häuser größer ß", "Éléphant à l'œil, ça va", "¿Qué? ñ", "Łódź, Čeština", "Ελλάδα", "Привет"],
)
def test_latin_greek_and_cyrillic_need_no_installed_font(text: str) -> None:
    assert face_for(text) == own_font()


def test_every_letter_has_a_shape_of_its_own() -> None:
    shapes = {pixels(render(letter, 40, "#FFFFFF")) for letter in "äöüßéèêçñłčžů"}
    assert len(shapes) == len("äöüßéèêçñłčžů")


def test_larger_type_is_larger() -> None:
    small, large = render("Type", 20, "#FFFFFF"), render("Type", 60, "#FFFFFF")
    assert large.get_height() == pytest.approx(3 * small.get_height(), abs=3)


def test_long_lines_are_broken_at_the_width() -> None:
    text = "one two three four five six seven eight nine ten"
    one_line, broken = render(text, 20, "#FFFFFF"), render(text, 20, "#FFFFFF", 120)
    assert broken.get_width() <= 120
    assert broken.get_height() >= 3 * one_line.get_height()


def test_a_script_that_pygames_font_lacks_takes_an_installed_one() -> None:
    try:
        face = face_for(HEBREW)
    except OutputError:
        pytest.skip("no font with Hebrew letters is installed here")
    assert face != own_font()
    assert render(HEBREW, 30, "#FFFFFF").get_width() > 0


def test_letters_that_no_font_has_are_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pygame.font, "get_fonts", list)
    with pytest.raises(OutputError, match=r"no font here can write '日本'"):
        face_for("日本")


def test_text_drawn_twice_is_the_same() -> None:
    first = pixels(render("same", 31, "#FFFFFF"))
    render.cache_clear()
    assert pixels(render("same", 31, "#FFFFFF")) == first
