"""The newest message, for many readers who are not equally fast."""

import asyncio


class Newest:
    """Holds one message: a slow reader misses those that were overtaken, and nothing piles up.

    Belongs to the event loop that it is used in.
    """

    def __init__(self) -> None:
        self._text = ""
        self._number = 0
        self._changed = asyncio.Event()

    def put(self, text: str) -> None:
        """Replace the message."""
        self._text = text
        self._number += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def after(self, number: int) -> tuple[int, str]:
        """The newest message and its number from 1, once there is a later one than ``number``."""
        while self._number <= number:
            await self._changed.wait()
        return self._number, self._text
