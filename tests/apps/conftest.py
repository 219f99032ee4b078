"""What tests of apps share: a screen that nobody sees, and a broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import apps.display  # noqa: F401  quietens pygame before any test imports it
from tests.apps.mqtt.brokers import Broker
from tests.debian import program


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a display."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def dummy_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SDL's own stand-in for a screen."""
    import pygame

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    yield
    pygame.display.quit()


@pytest.fixture(scope="session")
def mosquitto() -> str:
    """The program; fails where it is missing and cannot be installed."""
    return program("mosquitto", "mosquitto")


@pytest.fixture
def broker(mosquitto: str, tmp_path: Path) -> Iterator[Broker]:
    """A broker that runs, and keeps nothing on the disk."""
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = Broker(mosquitto, folder)
    yield broker
    broker.kill()
