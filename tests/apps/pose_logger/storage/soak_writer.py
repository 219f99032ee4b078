"""Writes numbered records to a data folder until it is killed, and prints the number of each.

Four records make a second of the data's time, and every five seconds all of them are sealed.
"""

import sys
from itertools import count
from pathlib import Path

from apps.pose_logger.records import MinuteRecord, PoseRecord
from apps.pose_logger.storage import Store, store


def main(folder: Path, first: int, start: float) -> None:
    """Begin with the number ``first`` at the time ``start``."""
    store.SEAL_SECONDS = dict.fromkeys(store.SEAL_SECONDS, 5)
    hours = {"poses": 1e6, "visits": 1e6}
    data = Store(folder, "soak", report=lambda line: print(line, file=sys.stderr), hours=hours)
    for number in count(first):
        now = start + (number - first) / 4
        data.write([_minute(number, now), _pose(number, now)], now)
        data.tend(now)
        print(number, flush=True)


def _minute(number: int, now: float) -> MinuteRecord:
    return MinuteRecord("c", "z", int(now), 0, 0, 0, number, 0, 60, 600, 0, 0, "m", "c")


def _pose(number: int, now: float) -> PoseRecord:
    return PoseRecord("c", number, now, (number % 1000,) * 17, (0,) * 17, (255,) * 17)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
