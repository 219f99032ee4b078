"""Config files: TOML into typed settings, with errors that name file, key and what was expected."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from engine.poses.errors import ConfigError, nearest_first

Settings = TypeVar("Settings")

_TOML = {
    "array": "a list",
    "bool": "true or false",
    "date": "a date",
    "datetime": "a date and time",
    "float": "a number",
    "int": "a whole number",
    "object": "a table",
    "str": "a text",
    "time": "a time of day",
}
"""What msgspec's names of types are called in TOML."""


Tables = dict[str, Any]
"""What a TOML file holds."""


def read_config(path: Path, type_: type[Settings]) -> Settings:
    """The settings in the TOML file ``path``, checked against the struct ``type_``.

    :class:`ConfigError` names the file, the key, and what was expected there.
    """
    return to_settings(read_tables(path), type_, where=str(path))


def read_tables(path: Path) -> Tables:
    """What the TOML file ``path`` holds; :class:`ConfigError` where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error


def to_settings(tables: Tables, type_: type[Settings], *, where: str) -> Settings:
    """``tables`` as settings; :class:`ConfigError` says ``where`` they are wrong."""
    try:
        return msgspec.convert(tables, type_)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{where}: {_in_words(str(error), type_)}") from error


def merged(tables: Tables, changes: Mapping[str, Any]) -> Tables:
    """``tables`` with ``changes`` in their place; tables in both are merged in the same way."""
    result = dict(tables)
    for key, value in changes.items():
        before = result.get(key)
        if isinstance(before, dict) and isinstance(value, Mapping):
            result[key] = merged(before, value)
        else:
            result[key] = value
    return result


def _in_words(message: str, type_: type) -> str:
    """Say msgspec's ``Expected `int`, got `str` - at `$.tracker.memory` `` in words of TOML."""
    what, _, where = message.partition(" - at ")
    key = where.strip("`").removeprefix("$").removeprefix(".")
    if unknown := re.fullmatch(r"Object contains unknown field `(.+)`", what):
        known = ", ".join(nearest_first(unknown[1], _choices(type_, key)))
        return f"unknown key `{_joined(key, unknown[1])}`; known: {known}"
    if missing := re.fullmatch(r"Object missing required field `(.+)`", what):
        return f"key `{_joined(key, missing[1])}` is missing"
    if wrong := re.fullmatch(r"Invalid enum value (.+)", what):
        what = f"Expected {' or '.join(_choices(type_, key))}, got {wrong[1]}"
    what = re.sub(r"`([a-z |]+)`", lambda name: _in_toml(name[1]), what)
    return f"key `{key}`: {what[:1].lower()}{what[1:]}" if key else what


def _joined(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _in_toml(types: str) -> str:
    """Say ``int | null`` as TOML does, where nothing is null."""
    return " or ".join(_TOML.get(name, name) for name in types.split(" | ") if name != "null")


def _choices(type_: type, key: str) -> list[str]:
    """What may stand at ``key``: the keys of a table, or the values of an enumeration."""
    types = _alternatives(inspect.type_info(type_))
    for step in re.findall(r"[^.\[\]]+|\.{3}", key):
        inner = [type_ for outer in types for type_ in _inside(outer, step)]
        types = [alternative for type_ in inner for alternative in _alternatives(type_)]
    return [choice for type_ in types for choice in _names(type_)]


def _alternatives(type_: inspect.Type) -> Sequence[inspect.Type]:
    return type_.types if isinstance(type_, inspect.UnionType) else (type_,)


def _inside(outer: inspect.Type, step: str) -> Sequence[inspect.Type]:
    """The type of what is at ``step`` of a table or list."""
    match outer:
        case inspect.StructType():
            return [field.type for field in outer.fields if field.encode_name == step]
        case inspect.DictType():
            return [outer.value_type]
        case inspect.ListType() | inspect.VarTupleType():
            return [outer.item_type]
        case inspect.TupleType():
            return outer.item_types[int(step) :][:1]
        case _:
            return []


def _names(type_: inspect.Type) -> list[str]:
    match type_:
        case inspect.StructType():
            return [field.encode_name for field in type_.fields]
        case inspect.LiteralType():
            return [str(value) for value in type_.values]
        case inspect.EnumType():
            return [str(member.value) for member in type_.cls]
        case inspect.IntType() | inspect.FloatType():
            return ["a number"]
        case _:
            return []
