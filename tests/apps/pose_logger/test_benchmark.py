from apps.pose_logger.benchmark import as_text, measure


def test_reports_are_timed_as_days_are_added_to_the_same_folder() -> None:
    written: list[None] = []
    measured = measure([2, 1], zones=2, runs=1, advance=lambda: written.append(None))
    assert [one.days for one in measured] == [1, 2]
    assert len(written) == 2
    first, second = measured
    assert 1.9 < second.bytes["minutes"] / first.bytes["minutes"] < 2.1
    assert all(one.process_seconds > one.analysis_seconds > 0 for one in measured)
    assert as_text(measured).splitlines()[-1].startswith("each further day: ")
