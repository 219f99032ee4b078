import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from apps.synthesizer.settings import SoundSettings
from apps.synthesizer.voices import drivers
from apps.synthesizer.voices.drivers import drivers_here, drivers_to_try, sounding_synth
from engine.poses import OutputError

VARIABLES = (
    "PIPEWIRE_RUNTIME_DIR",
    "PIPEWIRE_REMOTE",
    "PULSE_SERVER",
    "PULSE_RUNTIME_PATH",
    "SDL_AUDIODRIVER",
)


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Linux machine without any sound."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(drivers, "_SYSTEM_PULSEAUDIO", tmp_path / "system" / "native")
    monkeypatch.setattr(drivers, "_JACK_FOLDER", tmp_path)
    monkeypatch.setattr(drivers, "_ALSA_FOLDER", tmp_path)


@pytest.fixture
def machine_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    def add(name: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    monkeypatch.setattr(os, "getuid", lambda: 1000)
    return add


@pytest.mark.parametrize(
    ("sign", "driver"),
    [
        ("pipewire-0", "pipewire"),
        ("pulse/native", "pulseaudio"),
        ("system/native", "pulseaudio"),
        ("jack_default_1000_0", "jack"),
        ("jack-1000/default", "jack"),
        ("pcmC0D0p", "alsa"),
    ],
)
def test_a_server_or_device_that_is_there_is_tried_before_the_mixer(
    sign: str, driver: str, machine_with: Callable[[str], None]
) -> None:
    machine_with(sign)
    assert drivers_here() == (driver,)
    assert drivers_to_try("auto", bundled=False) == (driver, "mixer")
    assert drivers_to_try("auto", bundled=True) == ("mixer",)


@pytest.mark.parametrize("sign", ["jack_default_1001_0", "pcmC0D0c", "pulse/pid"])
def test_what_is_anothers_or_only_listens_is_no_sign(
    sign: str, machine_with: Callable[[str], None]
) -> None:
    machine_with(sign)
    assert drivers_here() == ()


def test_servers_go_before_devices(machine_with: Callable[[str], None]) -> None:
    for sign in ("pcmC0D0p", "pulse/native", "pipewire-0", "jack_default_1000_0"):
        machine_with(sign)
    assert drivers_here() == ("pipewire", "pulseaudio", "jack", "alsa")


def test_a_server_elsewhere_is_known_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "tcp:192.0.2.1")
    assert drivers_here() == ("pulseaudio",)


def test_the_driver_that_is_set_is_the_only_one() -> None:
    assert drivers_to_try("alsa", bundled=False) == ("alsa",)
    assert drivers_to_try("mixer", bundled=True) == ("mixer",)


def test_a_mac_has_coreaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert drivers_to_try("auto", bundled=False) == ("coreaudio", "mixer")


def test_the_bundled_library_says_what_it_takes_to_have_a_driver() -> None:
    with pytest.raises(OutputError, match="no driver 'jack': install the system's own"):
        drivers_to_try("jack", bundled=True)


def test_no_sound_device_says_what_to_do(
    soundfont: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(OutputError, match=r"^there is no sound device: plug one in.*on = false"):
        sounding_synth(SoundSettings(), soundfont)
    assert capfd.readouterr() == ("", "")


def test_a_device_that_is_not_there_is_named(
    soundfont: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    with pytest.raises(OutputError, match="there is no sound device 'hall' for mixer"):
        sounding_synth(SoundSettings(driver="mixer", device="hall"), soundfont)
