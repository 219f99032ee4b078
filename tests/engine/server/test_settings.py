"""What ``config/engine.toml`` says is what there is."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from engine.poses import ConfigError
from engine.poses.config import read_config
from engine.server import CameraSettings, ServeSettings

SHIPPED = Path(__file__).parents[3] / "config" / "engine.toml"


def test_the_shipped_file_states_the_defaults() -> None:
    assert read_config(SHIPPED, ServeSettings) == ServeSettings()
    keys = {field.name for field in msgspec.structs.fields(ServeSettings)}
    assert set(tomllib.loads(SHIPPED.read_text())) == keys - {"cameras"}


def test_its_examples_are_right_and_name_every_key(tmp_path: Path) -> None:
    examples = SHIPPED.read_text().partition("# [[cameras]]")
    lines = [line.removeprefix("# ") for line in (examples[1] + examples[2]).splitlines()]
    (tmp_path / "mine.toml").write_text("\n".join(line.removeprefix("#") for line in lines))
    lobby, hall = read_config(tmp_path / "mine.toml", ServeSettings).cameras
    assert (lobby.id, hall.id) == ("lobby", "hall")
    assert lobby.seconds == 60.0
    for field in msgspec.structs.fields(CameraSettings):
        assert f"# {field.name} = " in SHIPPED.read_text()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cameras = []", "key `cameras`"),
        ("[[cameras]]\nid = 'a/b'", r"key `cameras\[\.\.\.\]\.id`|cameras\[0\]\.id"),
        ("[[cameras]]\nid = 'a'\n[[cameras]]\nid = 'a'", "two cameras are called 'a'"),
        ("addres = 'local'", "unknown key `addres`; known: address"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        read_config(tmp_path / "mine.toml", ServeSettings)
