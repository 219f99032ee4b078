"""People who draw: clicks and keys for an editor."""

from engine.preview.events import Key
from engine.preview.zones.editor import Editor
from engine.preview.zones.geometry import Point
from engine.preview.zones.shapes import Kind, Plan, Shape

REACH = (0.02, 0.03)
TRIANGLE = ((0.2, 0.2), (0.6, 0.2), (0.4, 0.7))
BOW_TIE = ((0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9))


def zone(name: str = "hall", points: tuple[Point, ...] = TRIANGLE, **settings: object) -> Shape:
    return Shape(Kind.ZONE, name, points, settings)


def line(name: str = "door", *, start: Point = (0.1, 0.9), end: Point = (0.9, 0.9)) -> Shape:
    return Shape(Kind.LINE, name, (start, end))


def editor(*shapes: Shape) -> Editor:
    return Editor(Plan(shapes))


def click(editor: Editor, *points: Point) -> None:
    for point in points:
        editor.press(point, REACH)
        editor.release()


def drag(editor: Editor, start: Point, *ways: Point) -> None:
    editor.press(start, REACH)
    for point in ways:
        editor.move(point, REACH)
    editor.release()


def press(editor: Editor, *names: str) -> None:
    for name in names:
        control = name.startswith("ctrl+")
        editor.key(Key(name.removeprefix("ctrl+"), name if len(name) == 1 else "", control))


def type_text(editor: Editor, text: str) -> None:
    for letter in text:
        editor.key(Key("space" if letter == " " else letter.lower(), letter))
