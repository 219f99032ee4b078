"""Delegates: libraries that take over those operations of a network that LiteRT does not have."""

import ctypes
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.poses.errors import ModelError

POSENET_DECODER_OP = b"PosenetDecoderOp"
"""The operation, by its name in a file, with which Coral decodes PoseNet inside the network."""

_POSENET_DECODER = "posenet_decoder.so"


class DelegateRefusedError(Exception):
    """A delegate's library is there, but would not make one; its text is the library's reason."""


def open_delegate(tflite: ModuleType, library: str, options: Mapping[str, str]) -> Any:  # noqa: ANN401
    """The delegate that ``library`` makes for an interpreter of the module ``tflite``.

    ``OSError`` if there is no such library or it makes none; :class:`DelegateRefusedError`.
    """
    # The interpreter's own loader leaves half an object behind where this fails, and noise.
    plugin = ctypes.CDLL(library)
    if not hasattr(plugin, "tflite_plugin_create_delegate"):
        raise OSError(f"{library} is no delegate's library")
    try:
        return tflite.load_delegate(library, dict(options))
    except ValueError as error:
        raise DelegateRefusedError(str(error).partition("\n")[2].strip()) from error


def posenet_decoder(tflite: ModuleType, path: Path, library: str) -> Any:  # noqa: ANN401
    """The delegate for the decoder inside the network at ``path``.

    ``library`` is where it lies; empty is where the system looks. :class:`ModelError` if it does
    not load.
    """
    library = str(Path(library).expanduser()) if library else _POSENET_DECODER
    try:
        return open_delegate(tflite, library, {})
    except (OSError, DelegateRefusedError) as error:
        raise ModelError(
            f"{path.name} needs Coral's {_POSENET_DECODER}, which does not load ({error}); get it "
            "from posenet_lib/ of github.com/google-coral/project-posenet and set posenet_decoder "
            "under [engine] to its path, or take a model that needs none, such as posenet-641x481"
        ) from error
