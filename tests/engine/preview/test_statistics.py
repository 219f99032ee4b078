import pytest

from engine.preview.statistics import Statistics


def test_inference_time_is_the_mean_and_the_rate_is_that_of_the_frames() -> None:
    statistics = Statistics()
    for number in range(5):
        statistics.update(0.01 * number, 100.0 + number / 25)
    assert statistics.inference_seconds == pytest.approx(0.02)
    assert statistics.fps == pytest.approx(25.0)


def test_only_the_last_200_frames_count() -> None:
    statistics = Statistics()
    for number in range(50):
        statistics.update(1.0, float(number))
    for number in range(200):
        statistics.update(0.03, 50.0 + number / 20)
    assert statistics.inference_seconds == pytest.approx(0.03)
    assert statistics.fps == pytest.approx(20.0)


def test_before_there_is_anything_to_count_all_is_zero() -> None:
    statistics = Statistics()
    assert (statistics.inference_seconds, statistics.fps) == (0.0, 0.0)
    statistics.update(0.02, 1.0)
    assert (statistics.inference_seconds, statistics.fps) == (0.02, 0.0)
    statistics.update(0.02, 1.0)
    assert statistics.fps == 0.0
