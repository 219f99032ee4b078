"""All looks at a machine that an engine needs."""

from collections.abc import Sequence

from engine.doctor import cameras, edge_tpu, folders, kept, python, runtimes, source
from engine.poses.finding import Check
from engine.settings import EngineSettings


def engine_checks(settings: EngineSettings) -> Sequence[Check]:
    """All looks that the engine needs, with what ``settings`` name."""
    return (
        python.check(),
        *source.checks(settings.source),
        cameras.check(settings),
        *runtimes.checks(settings),
        edge_tpu.check(settings),
        kept.check_models(settings),
        *folders.caches(),
    )
