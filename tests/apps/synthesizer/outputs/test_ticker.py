import threading
import time

import pytest

from apps.synthesizer.outputs.ticker import Ticker, next_due


def test_calls_come_again_and_again_until_it_is_closed() -> None:
    calls: list[float] = []
    enough = threading.Event()

    def step() -> None:
        calls.append(time.monotonic())
        if len(calls) == 5:
            enough.set()

    ticker = Ticker(step, 0.005)
    assert enough.wait(5)
    ticker.close()
    ticker.close()
    count = len(calls)
    assert calls[4] - calls[0] >= 4 * 0.9 * 0.005
    time.sleep(0.015)
    assert len(calls) == count


@pytest.mark.parametrize(
    ("now", "expected"), [(10.0, 11.0), (10.05, 11.0), (10.9, 11.9), (25.0, 26.0)]
)
def test_a_small_delay_adds_up_to_no_drift_and_a_long_one_to_no_burst(
    now: float, expected: float
) -> None:
    assert next_due(10.0, now, 1.0) == expected
