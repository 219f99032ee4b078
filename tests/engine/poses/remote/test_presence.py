from engine.poses.remote.presence import Presence


class Watch:
    """A presence with a clock that is turned by hand, and what it reports."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.reports: list[str] = []
        self.presence = Presence("ipc://engine", self.reports.append, lambda: self.now)

    def after(self, seconds: float) -> Presence:
        self.now += seconds
        self.presence.look()
        return self.presence


def test_an_engine_is_stale_until_it_is_heard_of_and_a_second_after() -> None:
    watch = Watch()
    assert watch.presence.stale
    watch.presence.heard()
    assert not watch.after(0.9).stale
    assert watch.after(0.2).stale
    watch.presence.heard()
    assert not watch.presence.stale


def test_it_is_said_once_that_nobody_answers_and_once_that_somebody_does() -> None:
    watch = Watch()
    watch.after(2.0)
    assert watch.reports == []
    for _ in range(5):
        watch.after(2.0)
    watch.presence.heard()
    watch.presence.heard()
    assert watch.reports == [
        "no engine answers at ipc://engine; it is waited for",
        "the engine at ipc://engine answers",
    ]


def test_an_engine_that_is_started_again_at_once_is_not_worth_a_word() -> None:
    watch = Watch()
    for _ in range(5):
        watch.after(2.0)
        watch.presence.heard()
        watch.reports.clear()
        watch.after(2.5)
        watch.presence.heard()
        assert watch.reports == []
