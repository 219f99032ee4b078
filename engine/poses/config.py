"""Config files: TOML into typed settings, with errors that name file, key and what was expected."""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from engine.poses.errors import ConfigError

Settings = TypeVar("Settings")


def read_config(path: Path, type_: type[Settings]) -> Settings:
    """The settings in the TOML file ``path``, checked against the struct ``type_``.

    :class:`ConfigError` names the file, the key, and what was expected there.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    try:
        return msgspec.convert(values, type_)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_in_words(str(error))}") from error


def _in_words(message: str) -> str:
    """Turn msgspec's ``Expected `int`, got `str` - at `$.tracker.memory` `` the right way round."""
    what, _, where = message.partition(" - at ")
    unknown = re.fullmatch(r"Object contains unknown field `(.+)`", what)
    key = where.strip("`").removeprefix("$").removeprefix(".")
    if unknown:
        name = ".".join(part for part in (key, unknown[1]) if part)
        return f"unknown key `{name}`"
    what = what[:1].lower() + what[1:]
    return f"key `{key}`: {what}" if key else what
