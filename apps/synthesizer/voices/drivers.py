"""Where sound can go: the sound servers and devices that a machine has."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from apps.synthesizer.settings import SoundSettings
from apps.synthesizer.voices import library
from apps.synthesizer.voices.synth import Synth
from engine.poses import OutputError

MIXER = "mixer"

_SYSTEM_PULSEAUDIO = Path("/run/pulse/native")
_JACK_FOLDER = Path("/dev/shm")
_ALSA_FOLDER = Path("/dev/snd")


def sounding_synth(sound: SoundSettings, soundfont: Path) -> Synth:
    """A synth that is heard, through the driver of the settings or the first that can be had.

    :class:`OutputError` where there is no sound device.
    """
    drivers = drivers_to_try(sound.driver, bundled=library.load().bundled)
    synth = Synth(sound, soundfont)
    if any(synth.start(driver, sound.device) for driver in drivers):
        return synth
    synth.close()
    device = f"sound device {sound.device!r}" if sound.device else "sound device"
    tried = f" for {' or '.join(drivers)}" if drivers else ""
    raise OutputError(
        f"there is no {device}{tried}: plug one in, start a sound server, choose a `driver` and a "
        "`device` under [sound] in the config file, or set `on = false` there"
    )


def drivers_to_try(wanted: str, *, bundled: bool) -> tuple[str, ...]:
    """The drivers that may sound, best first; ``bundled`` libraries know the mixer only.

    None is tried where nothing speaks for it: some wait long, or write to stderr what they miss.
    """
    if wanted == "auto":
        here = drivers_here()
        mixer = (MIXER,) if here or "SDL_AUDIODRIVER" in os.environ else ()
        return mixer if bundled else (*here, *mixer)
    if bundled and wanted != MIXER:
        raise OutputError(
            f"pygame's FluidSynth has no driver {wanted!r}: install the system's own "
            '(apt install libfluidsynth3, brew install fluid-synth), or set `driver = "auto"`'
        )
    return (wanted,)


def drivers_here() -> tuple[str, ...]:
    """The drivers for which there is a server or a device, best first."""
    if sys.platform == "darwin":
        return ("coreaudio",)
    return tuple(name for name, is_here in _SIGNS.items() if is_here())


def _runtime_folder() -> Path:
    return Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")


def _is_there(socket: Path) -> bool:
    """Whether it is, as far as this user may see: a service is kept out of others' folders."""
    return os.access(socket, os.F_OK)


def _has_pipewire() -> bool:
    folder = os.environ.get("PIPEWIRE_RUNTIME_DIR") or _runtime_folder()
    return _is_there(Path(folder) / os.environ.get("PIPEWIRE_REMOTE", "pipewire-0"))


def _has_pulseaudio() -> bool:
    own = os.environ.get("PULSE_RUNTIME_PATH") or _runtime_folder() / "pulse"
    sockets = Path(own) / "native", _SYSTEM_PULSEAUDIO
    return "PULSE_SERVER" in os.environ or any(map(_is_there, sockets))


def _has_jack() -> bool:
    user = os.getuid()
    return any(
        any(_JACK_FOLDER.glob(pattern)) for pattern in (f"jack_*_{user}_*", f"jack-{user}/*")
    )


def _has_alsa() -> bool:
    return any(_ALSA_FOLDER.glob("pcm*p"))


_SIGNS: dict[str, Callable[[], bool]] = {
    "pipewire": _has_pipewire,
    "pulseaudio": _has_pulseaudio,
    "jack": _has_jack,
    "alsa": _has_alsa,
}
"""The drivers for Linux, best first, and how to tell that they would find something."""
