import platformdirs
import pytest

from engine.poses.errors import UsageError
from engine.poses.remote.keys import KeyFolder


@pytest.fixture(autouse=True)
def no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home, as services have; nor is a folder named."""

    def nowhere(_: str) -> None:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("SKELETON_CREW_KEYS", raising=False)
    monkeypatch.setattr(platformdirs, "user_config_path", nowhere)


def test_who_needs_no_keys_needs_no_home() -> None:
    KeyFolder()


def test_who_needs_keys_and_has_no_home_is_told_what_to_set() -> None:
    with pytest.raises(UsageError, match="set SKELETON_CREW_KEYS to a folder"):
        KeyFolder().allowed()
