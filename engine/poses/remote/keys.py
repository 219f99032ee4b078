"""The keys without which nothing is sent over TCP: CurveZMQ's, a pair for each machine.

Both ends must know each other: an engine lets in the apps whose public keys it allows, and an app
talks to no engine but one whose public key it allows. In the folder of keys are ``own.secret``,
which nobody else may read, ``own.public``, and ``allowed/NAME.public`` for each that is allowed;
each is a line of 40 characters, Z85.
"""

import os
import re
from functools import cached_property
from pathlib import Path

import platformdirs

from engine.poses.errors import OutputError, UnknownNameError, UsageError
from engine.poses.remote.connection import CurveKeys

FOLDER_VARIABLE = "SKELETON_CREW_KEYS"

_KEY = re.compile(r"[0-9A-Za-z.\-:+=^!/*?&<>()\[\]{}@%$#]{40}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_PUBLIC = ".public"


class KeyFolder:
    """The keys in the folder ``path``; without one, in ``SKELETON_CREW_KEYS`` or the user's own.

    :class:`UsageError` says which command makes what is missing, or that there is no such folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._given = path

    @cached_property
    def path(self) -> Path:
        """The folder, which is looked for when it is needed: a service may have no home."""
        return self._given or _usual_folder()

    @property
    def _secret(self) -> Path:
        return self.path / "own.secret"

    @property
    def _public(self) -> Path:
        return self.path / "own.public"

    @property
    def _allowed(self) -> Path:
        return self.path / "allowed"

    def new(self) -> Path:
        """Make this machine's own pair; the public key's file. What there is stays as it is."""
        if self._secret.exists():
            raise UsageError(f"{self._secret} exists already; delete it to have another")
        import zmq

        public, secret = zmq.curve_keypair()
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self._secret, secret, 0o600)
            _write(self._public, public, 0o644)
        except OSError as error:
            raise OutputError(f"cannot write to {self.path}: {error.strerror}") from error
        return self._public

    def allow(self, name: str, key: str) -> None:
        """Allow whoever has the public ``key``, from now on, and call them ``name``."""
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name: letters, digits, dots and dashes are")
        if not _KEY.fullmatch(key):
            raise UsageError("a public key has 40 characters; it is what `keys new` makes")
        if self.allowed().get(name, key.encode()) != key.encode():
            raise UsageError(f"another key is called {name!r}; revoke it first")
        try:
            self._allowed.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self._allowed / (name + _PUBLIC), key.encode(), 0o644)
        except OSError as error:
            raise OutputError(f"cannot write to {self._allowed}: {error.strerror}") from error

    def revoke(self, name: str) -> None:
        """Allow whoever is called ``name`` no more."""
        if name not in self.allowed():
            raise UnknownNameError("allowed key", name, self.allowed())
        (self._allowed / (name + _PUBLIC)).unlink()

    def allowed(self) -> dict[str, bytes]:
        """The public keys that are allowed at this moment, by name; what is no key is none."""
        found = {path.stem: _read(path) for path in sorted(self._allowed.glob("*" + _PUBLIC))}
        return {name: key for name, key in found.items() if key}

    def own(self) -> tuple[bytes, bytes]:
        """The public and the secret key of this machine."""
        if not self._secret.exists():
            raise UsageError(
                f"there is no key in {self.path}, and over tcp:// nothing is sent without: "
                "run skeleton-crew keys new"
            )
        if self._secret.stat().st_mode & 0o077:
            raise UsageError(f"others may read {self._secret}: run chmod 600 on it")
        secret = _read(self._secret)
        if not secret:
            raise UsageError(
                f"{self._secret} holds no key: delete it and run skeleton-crew keys new"
            )
        import zmq

        return zmq.curve_public(secret), secret

    def for_engine(self, name: str = "") -> CurveKeys:
        """The keys for talking to the engine called ``name``; to the only one that is allowed."""
        own, allowed = self.own(), self.allowed()
        if not allowed:
            raise UsageError(
                f"no engine's key is in {self._allowed}: run skeleton-crew keys allow with the "
                "file own.public of the engine's machine"
            )
        if not name and len(allowed) > 1:
            raise UsageError(
                f"several keys are allowed; set the engine's as `key`: {', '.join(allowed)}"
            )
        name = name or next(iter(allowed))
        if name not in allowed:
            raise UnknownNameError("allowed key", name, allowed)
        return CurveKeys(*own, allowed[name])


def read_key(path: Path) -> str:
    """The public key in the file ``path``; :class:`UsageError` where there is none."""
    key = _read(path)
    if not key:
        raise UsageError(f"{path} holds no public key; it is the file that `keys new` names")
    return key.decode()


def _usual_folder() -> Path:
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    try:
        return platformdirs.user_config_path("skeleton-crew") / "keys"
    except RuntimeError as error:
        raise UsageError(
            f"this user has no home to keep keys in: set {FOLDER_VARIABLE} to a folder"
        ) from error


def _read(path: Path) -> bytes:
    """The key in ``path``, empty if there is none."""
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return b""
    return text.encode() if _KEY.fullmatch(text) else b""


def _write(path: Path, key: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key + b"\n")
