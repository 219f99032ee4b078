import tomllib
from pathlib import Path

import msgspec

from apps.bridge.settings import BridgeSettings
from apps.commands.bridge import BridgeConfig
from engine.poses import read_config

SHIPPED = Path(__file__).parents[3] / "config" / "bridge.toml"


def test_the_shipped_file_states_the_defaults() -> None:
    assert read_config(SHIPPED, BridgeConfig) == BridgeConfig()
    defaults = msgspec.to_builtins(BridgeSettings())
    stated = tomllib.loads(SHIPPED.read_text())
    assert {table: set(keys) for table, keys in stated.items()} == {
        table: set(keys) for table, keys in defaults.items()
    }
