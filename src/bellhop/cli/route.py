"""`bellhop route`: who would hear of an event, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bellhop.cli._config import config_option
from bellhop.cli._documents import documents
from bellhop.cli._output import writes_unicode

if TYPE_CHECKING:
    from bellhop.routing_trial import Trial


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--stdin", is_flag=True, help="Read one document a line from standard input; the same as a FILE of -.")
@click.option(
    "--topic", default="", metavar="ARN", help="The topic that it would come by; an SNS message knows its own."
)
@click.option("--at", "moment", metavar="TIME", help="When, for who is on call: 2026-01-05T03:00+09:00; else now.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line for each event.")
@config_option
def command(
    files: tuple[Path, ...], topic: str, moment: str | None, config_file: Path, *, stdin: bool, as_json: bool
) -> None:
    """Say who would hear of an event, and because of which route. Nothing is sent.

    Each FILE is anything that may arrive: an SNS or SQS envelope, an EventBridge event, a bare alarm, plain text.

    \b
    Examples:
      bellhop route alarm.json
      bellhop route --topic arn:aws:sns:eu-west-1:123456789012:alarms --at 2026-01-05T03:00Z alarm.json
    """
    from bellhop.config import load_config
    from bellhop.routing_trial import try_routes

    if not files and not stdin:
        raise click.UsageError("give a FILE, or --stdin")
    routing, at = load_config(config_file).build_routing(), _moment(moment)
    for document in documents(files, stdin=stdin):
        for trial in try_routes(routing, document, topic, at):
            lines = [json.dumps(_told(trial), ensure_ascii=not writes_unicode())] if as_json else _lines(trial)
            sys.stdout.writelines(f"{line}\n" for line in lines)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no time; wanted one such as 2026-01-05T03:00+09:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _told(trial: Trial) -> dict[str, Any]:
    heard = trial.routed.heard
    return {
        "type": trial.notification.type,
        "severity": trial.notification.severity.value,
        "title": trial.notification.message.title,
        "topic": trial.topic,
        "channels": [
            {"channel": one.channel.name, "because": one.because, "mentions": [who.name for who in one.mentions]}
            for one in heard
        ],
        "silent": trial.routed.silence,
        "routes": [{"route": one.route.name, "misfit": one.misfit} for one in trial.routed.judged],
    }


def _lines(trial: Trial) -> Iterator[str]:
    from bellhop.platforms.text import harmless

    yield harmless(" ".join(trial.notification.message.title.split()))
    yield f"  {trial.notification.type}, {trial.notification.severity}, topic {trial.topic or '(none)'}"
    for one in trial.routed.heard:
        mentions = "".join(f" @{who.name}" for who in one.mentions)
        yield f"  → {one.channel.name}{mentions}, because of {one.because}"
    if trial.routed.silence:
        yield f"  → nobody: {trial.routed.silence}"
    for one in trial.routed.judged:
        ends = "; the routes below are not asked" if not one.misfit and not one.route.go_on else ""
        yield f"    route {one.route.name}: {'no, for ' + one.misfit if one.misfit else 'yes'}{ends}"
