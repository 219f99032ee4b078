from collections.abc import Iterator

import pytest

from tests.engine.server.serving import socket_folder


@pytest.fixture
def url() -> Iterator[str]:
    """An address at which nobody serves yet."""
    with socket_folder() as folder:
        yield f"ipc://{folder / 'engine.sock'}"
