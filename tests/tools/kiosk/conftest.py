from collections.abc import Callable
from pathlib import Path

import pytest

from tools.kiosk.installation import Installation
from tools.kiosk.machine import Machine

PREFIX = Path("/opt/skeleton-crew")


@pytest.fixture
def reports() -> list[str]:
    return []


@pytest.fixture
def kiosk(tmp_path: Path, reports: list[str]) -> Callable[[], Installation]:
    """Makes the installation below ``tmp_path``, as each command would."""
    return lambda: Installation(Machine(tmp_path), PREFIX, reports.append)
