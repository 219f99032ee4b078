"""Zones, lines and the floor as TOML, in the shape of the pose logger's config.

::

    [[zones]]
    name = "hall"
    polygon = [[0.1, 0.5], [0.9, 0.5], [0.5, 0.9]]

    [[lines]]
    name = "door"
    start = [0.2, 0.4]
    end = [0.2, 0.9]

    [floor]
    picture = [[0.1, 0.9], [0.9, 0.9], [0.7, 0.5], [0.3, 0.5]]
    metres = [[0.0, 0.0], [4.0, 0.0], [4.0, 6.0], [0.0, 6.0]]

A table with a ``camera`` that is not the file's own belongs to another picture, and is left alone.
"""

import tomllib
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
import tomlkit
from tomlkit.items import AoT, Table

from engine.preview.zones.geometry import Point
from engine.preview.zones.shapes import Kind, Plan, Shape

_CAMERA = "camera"
_METRES = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]
_MEASURE = "to be measured: where the four points are, in metres"

Tables = Mapping[str, Any]
Number = Annotated[float, msgspec.Meta(ge=-10, le=10)]
Place = tuple[Number, Number]


class ZoneTable(msgspec.Struct, frozen=True):
    """A zone's keys that are drawn."""

    name: str
    polygon: Annotated[tuple[Place, ...], msgspec.Meta(min_length=3)]


class LineTable(msgspec.Struct, frozen=True):
    """A line's keys that are drawn."""

    name: str
    start: Place
    end: Place


class FloorTable(msgspec.Struct, frozen=True):
    """The floor's key that is drawn."""

    picture: tuple[Place, Place, Place, Place]


class PlanTables(msgspec.Struct, frozen=True):
    """What of a config file can be drawn."""

    zones: tuple[ZoneTable, ...] = ()
    lines: tuple[LineTable, ...] = ()
    floor: FloorTable | None = None


class DamageError(Exception):
    """Something else would have changed in the file too."""


def plan_of(tables: Tables) -> Plan:
    """What ``tables``, which must fit :class:`PlanTables`, hold of their own camera's picture."""
    shapes, elsewhere = [], set()
    for key, kind in (("zones", Kind.ZONE), ("lines", Kind.LINE)):
        for table in tables.get(key, ()):
            if _is_own(table, tables):
                shapes.append(_shape(kind, table))
            else:
                elsewhere.add(table["name"])
    if "floor" in tables:
        shapes.append(_shape(Kind.FLOOR, tables["floor"]))
    return Plan(tuple(shapes), frozenset(elsewhere))


def _is_own(table: Tables, tables: Tables) -> bool:
    return table.get(_CAMERA, "") in ("", tables.get(_CAMERA, _CAMERA))


_POINTS = {Kind.ZONE: ("polygon",), Kind.LINE: ("start", "end"), Kind.FLOOR: ("picture",)}
"""The keys of a table that are drawn."""


def _shape(kind: Kind, table: Tables) -> Shape:
    drawn = [table[key] for key in _POINTS[kind]]
    points = drawn if kind is Kind.LINE else drawn[0]
    other = {key: value for key, value in table.items() if key not in ("name", *_POINTS[kind])}
    return Shape(kind, table.get("name", ""), tuple((x, y) for x, y in points), other)


def _drawn(shape: Shape) -> dict[str, Any]:
    """The keys of a shape's table that are drawn."""
    points = [list(point) for point in shape.points]
    values = points if shape.kind is Kind.LINE else [points]
    return dict(zip(_POINTS[shape.kind], values, strict=True))


def with_plan(before: str, plan: Plan) -> str:
    """The text ``before`` with ``plan`` in place of what was drawn in it, and nothing else new.

    :class:`DamageError` where that cannot be done; what tomlkit fails with is raised too.
    """
    document = tomlkit.parse(before)
    _put_tables(document, "zones", [one for one in plan.shapes if one.kind is Kind.ZONE])
    _put_tables(document, "lines", [one for one in plan.shapes if one.kind is Kind.LINE])
    _put_floor(document, next((one for one in plan.shapes if one.kind is Kind.FLOOR), None))
    after = tomlkit.dumps(document)
    _check(tomllib.loads(before), tomllib.loads(after), plan)
    return after


def _put_tables(document: tomlkit.TOMLDocument, key: str, shapes: list[Shape]) -> None:
    """Change the tables whose names are known, remove those that are gone, add the new ones."""
    if key not in document:
        document[key] = tomlkit.aot()
    new, tables = {shape.name: shape for shape in shapes}, document[key]
    for number in reversed(range(len(tables))):
        if not _is_own(tables[number], document):
            continue
        if (shape := new.pop(tables[number]["name"], None)) is None:
            del tables[number]
        else:
            _update(tables[number], _drawn(shape))
    for shape in new.values():
        tables.append(_table({"name": shape.name} | _drawn(shape) | dict(shape.settings), tables))
    if not tables:
        del document[key]


def _put_floor(document: tomlkit.TOMLDocument, floor: Shape | None) -> None:
    """The floor's points; the metres of points that are all new are still to be measured."""
    if floor is None:
        document.pop("floor", None)
        return
    if "floor" not in document:
        document["floor"] = tomlkit.table()
    table, drawn = document["floor"], _drawn(floor)
    known = [list(point) for point in table.get("picture", ())]
    if "metres" not in floor.settings and not any(point in known for point in drawn["picture"]):
        table["metres"] = _METRES
        if isinstance(table, Table):
            table["metres"].comment(_MEASURE)
    _update(table, drawn)


def _update(table: Any, values: Tables) -> None:  # noqa: ANN401 - tomlkit has many tables
    """Change what is different, so that the rest stays as somebody has written it."""
    for key, value in values.items():
        if table.get(key) != value:
            table[key] = value


def _table(values: Tables, among: object) -> Any:  # noqa: ANN401 - tomlkit has many tables
    """A new table, as ``among`` has them: under a header of its own, or in braces."""
    table = tomlkit.table() if isinstance(among, AoT) else tomlkit.inline_table()
    table.update(values)
    if isinstance(table, Table):
        table.add(tomlkit.nl())
    return table


def _check(before: Tables, after: Tables, plan: Plan) -> None:
    """:class:`DamageError` unless ``after`` holds ``plan`` and what else was there ``before``."""
    if _others(before) != _others(after) or _places(plan_of(after)) != _places(plan):
        raise DamageError


def _others(tables: Tables) -> Tables:
    """What is not drawn here: other keys, and the zones and lines of other cameras."""
    others = {key: value for key, value in tables.items() if key not in ("zones", "lines", "floor")}
    foreign = {
        key: [table for table in tables.get(key, ()) if not _is_own(table, tables)]
        for key in ("zones", "lines")
    }
    return others | foreign


def _places(plan: Plan) -> dict[tuple[Kind, str], tuple[Point, ...]]:
    return {(shape.kind, shape.name): shape.points for shape in plan.shapes}
