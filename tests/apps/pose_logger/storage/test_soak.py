"""A writer is killed over and over; ``SKELETON_CREW_KILLS=200`` kills it that often."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from apps.pose_logger.storage import Archive, Store
from tests.apps.pose_logger.storage.records import NOON, column

KILLS = int(os.environ.get("SKELETON_CREW_KILLS", "10"))
A_SECOND = 4
ROOT = Path(__file__).parents[4]


def killed_writer(folder: Path, first: int, start: float, after: float) -> int:
    """Let a writer begin and kill it ``after`` seconds of writing; its last finished number."""
    command = [sys.executable, "-m", "tests.apps.pose_logger.storage.soak_writer"]
    with subprocess.Popen(
        [*command, str(folder), str(first), str(start)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        last = int(writer.stdout.readline())
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        numbers = writer.stdout.read().split("\n")[:-1]
        assert writer.stderr.read() == ""
    return int(numbers[-1]) if numbers else last


def check(folder: Path, table: str, name: str, runs: list[tuple[int, int]]) -> None:
    """Each run is there from its first number to its last, but for a second, and all of it once."""
    found = Counter(column(folder, table, name))
    assert max(found.values()) == 1, f"{table} has rows twice"
    for (first, last), (following, _) in zip(runs, [*runs[1:], (1 << 40, 0)], strict=True):
        there = [n for n in found if isinstance(n, int) and first <= n < following]
        assert sorted(there) == list(range(first, first + len(there))), f"{table} has a hole"
        assert last - A_SECOND <= first + len(there) - 1 <= last + 2


@pytest.mark.timeout(60 + 10 * KILLS)
def test_nothing_sealed_is_lost_or_doubled_by_kills_and_a_second_at_most_is_missing(
    tmp_path: Path,
) -> None:
    random_, runs, first = random.Random(200), list[tuple[int, int]](), 1
    for kill in range(KILLS):
        last = killed_writer(tmp_path, first, NOON + kill * 7200, random_.uniform(0, 0.4))
        runs.append((first, last))
        if kill % 10 == 0 or KILLS - kill < 5:
            check(tmp_path, "minutes", "entries", runs)
            check(tmp_path, "poses", "track", runs)
        first = last + 1000
    data = Store(tmp_path, "soak", report=print, hours={"poses": 1e6, "visits": 1e6})
    data.close()
    check(tmp_path, "minutes", "entries", runs)
    check(tmp_path, "poses", "track", runs)
    assert Archive(tmp_path).unsealed("poses").num_rows == 0
    assert not list(tmp_path.rglob("*.part"))
    print(f"{KILLS} kills, {sum(last - first + 1 for first, last in runs)} records")
