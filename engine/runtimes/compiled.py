"""Networks that OpenVINO has compiled, kept on disk so that the next start is faster.

A kept network is used if it is whole, and only for the very file, description, device, options and
version of OpenVINO that it was made for. It can always be made again: a folder that cannot be
written to, or a damaged file in it, only costs the time that compiling takes.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import openvino as ov
import platformdirs

from engine.models import StageSpec

_DIGEST_BYTES = hashlib.sha256().digest_size


def folder() -> Path:
    """Where compiled networks are kept: ``skeleton-crew/openvino`` in the user's cache."""
    return platformdirs.user_cache_path("skeleton-crew") / "openvino"


def let_openvino_keep(core: ov.Core) -> None:
    """Have ``core`` keep networks itself: those for several devices at once cannot be taken out."""
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        if os.access(folder(), os.W_OK):
            core.set_property({"CACHE_DIR": str(folder())})


class CompiledNetworks:
    """The networks kept for one ``device`` of ``core`` in :func:`folder`.

    OpenVINO has a cache too, but does not see that a weight was damaged.
    """

    def __init__(self, core: ov.Core, device: str, config: Mapping[str, str]) -> None:
        self._core = core
        self._device = device
        self._config = dict(config)

    def load(self, path: Path, stage: StageSpec) -> ov.CompiledModel | None:
        """The network of the file at ``path``, if it is kept and whole."""
        try:
            content = self._place(path, stage).read_bytes()
            digest, blob = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
            if digest == hashlib.sha256(blob).digest():
                return self._core.import_model(blob, self._device, self._config)
        except (OSError, RuntimeError):
            pass
        return None

    def keep(self, network: ov.CompiledModel, path: Path, stage: StageSpec) -> None:
        """Keep ``network`` in place of those made before of the file at ``path``, if possible."""
        with contextlib.suppress(OSError, RuntimeError):
            blob = network.export_model().getvalue()
            place = self._place(path, stage)
            folder().mkdir(parents=True, exist_ok=True)
            for older in folder().glob(f"{self._stem(path)}-*.blob"):
                older.unlink()
            with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as file:
                file.write(hashlib.sha256(blob).digest() + blob)
            Path(file.name).replace(place)

    def _place(self, path: Path, stage: StageSpec) -> Path:
        made_for = (
            ov.get_version(),
            self._core.get_property(self._device, "FULL_DEVICE_NAME"),
            self._config,
            stage,
            [_state(file) for file in (path, path.with_suffix(".bin"))],
        )
        digest = hashlib.sha256(msgspec.json.encode(made_for)).hexdigest()
        return folder() / f"{self._stem(path)}-{digest[:16]}.blob"

    def _stem(self, path: Path) -> str:
        return f"{path.stem}-{self._device}-{self._config['PERFORMANCE_HINT'].lower()}"


def _state(path: Path) -> tuple[str, int, int] | None:
    """What changes when the file does; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return str(path.resolve()), status.st_size, status.st_mtime_ns
