"""The commands of the apps, a file each: how the command line hands poses and settings to an app.

This is where an app meets an engine: a command opens a stream of poses and gives it to its app.
"""

import typer

from apps.commands import (
    anonymizer,
    bench_anonymizer,
    bench_report,
    bench_synthesizer,
    bridge,
    demo,
    detect,
    doctor,
    logger,
    report,
    synthesizer,
)
from engine.commands import bench_app


def add_app_commands(app: typer.Typer) -> None:
    """Add a command for each app to ``app``, and what else can be measured to its ``bench``."""
    app.command()(detect.detect)
    app.command()(anonymizer.anonymizer)
    app.command()(synthesizer.synthesizer)
    app.command()(logger.logger)
    app.command()(report.report)
    app.add_typer(bridge.bridge_app)
    app.command()(demo.demo)
    app.command()(doctor.doctor)
    bench_app.command("anonymizer")(bench_anonymizer.bench_anonymizer)
    bench_app.command("report")(bench_report.bench_report)
    bench_app.command("synthesizer")(bench_synthesizer.bench_synthesizer)
