"""`bellhop run`: a chat command from the terminal."""

from __future__ import annotations

import asyncio
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bellhop.cli._config import config_option, load_if_there

if TYPE_CHECKING:
    from bellhop.builtins import Builtin
    from bellhop.channel import Channel
    from bellhop.cli._run_log import RunLog
    from bellhop.command import Ask
    from bellhop.errands import Errand, Errands
    from bellhop.errors import NotUnderstood, Unplaced
    from bellhop.message import Message

DONE, REFUSED, NOT_UNDERSTOOD, DENIED, UNCONFIRMED = range(5)


@click.command(context_settings={"ignore_unknown_options": True})
@config_option
@click.option("--channel", default="", help="The channel whose role, region and guardrails count; else the first.")
@click.option("--account", default="", help="One of the channel's accounts, if it has several: name or 12 digits.")
@click.option("--user", default="", help="Who asks; else you.")
@click.option("--region", default="", help="The region, if the command names none.")
@click.option("--endpoint", default="", help="Where AWS is, if not at AWS (also AWS_ENDPOINT_URL).")
@click.option("--yes", is_flag=True, help="Run it even if it changes something.")
@click.argument("words", nargs=-1, required=True, metavar="COMMAND", type=click.UNPROCESSED)
def command(
    config_file: Path,
    channel: str,
    account: str,
    user: str,
    region: str,
    endpoint: str,
    words: tuple[str, ...],
    *,
    yes: bool,
) -> None:
    """Run a chat command from the terminal: same grammar, guardrails and answer.

    \b
    Exit codes: 0 done, 1 AWS refused, 2 not understood, 3 denied, 4 needs confirmation (--yes) or approval.

    \b
    Examples:
      bellhop run 'lambda list-functions --region ap-northeast-2'
      bellhop run --yes 'lambda invoke --function-name hello --payload {"a": 1}'
    """
    import dataclasses

    from bellhop.cli._local_run import current_user, find_channel, make_errands
    from bellhop.cli._run_log import run_log
    from bellhop.command import Ask

    config = load_if_there(config_file)
    where = find_channel(config, channel, config_file, account)
    if region:
        where = dataclasses.replace(where, region=region)
    errands = make_errands(config, where.region, endpoint)
    _check(errands, where, region)
    name = user or current_user()
    ask = Ask(id=str(uuid.uuid4()), channel=where.name, user=name, name=name, text=" ".join(words))
    with run_log(config, errands) as log:
        sys.exit(asyncio.run(_run(errands, ask, where, log, yes=yes)))


def _check(errands: Errands, channel: Channel, region: str) -> None:
    """Ends the command where the channel takes none, or AWS has no such region."""
    from bellhop.errors import Denied, NotUnderstood

    if not channel.commands:
        fix = "name another with --channel" if channel.platform == "chime" else "set the channel's `commands: true`"
        denied = Denied("I may not run it.", because=f"channel {channel.name} takes no commands", fix=fix)
        _print(errands.refuse(denied, channel), failed=True)
        sys.exit(DENIED)
    if region:
        from bellhop.aws.regions import check_region_name

        try:
            check_region_name(region)
        except NotUnderstood as error:
            _print(errands.refuse(error, channel), failed=True)
            sys.exit(NOT_UNDERSTOOD)


async def _run(errands: Errands, ask: Ask, channel: Channel, log: RunLog, *, yes: bool) -> int:
    from bellhop.command import Verdict
    from bellhop.errors import BellhopError, Denied, NotUnderstood, Unplaced

    try:
        errand = await errands.understand(ask.text, channel, ask.user)
    except NotUnderstood as error:
        return await _other(error, errands, ask, channel, log)
    except Unplaced as error:
        await log.puzzled(ask, channel, error.lacks)
        _print(errands.refuse(_unplaced(error), channel), failed=True)
        return NOT_UNDERSTOOD
    await log.note(ask, channel, errand)
    if errand.decision.verdict is Verdict.DENY:
        await log.finish(ask, "denied")
        denied = Denied(f"I may not run {errand.text}.", because=errand.decision.because, fix=errand.decision.fix)
        _print(errands.refuse(denied, channel), failed=True)
        return DENIED
    if errand.decision.verdict is Verdict.APPROVE:
        await log.finish(ask, "unconfirmed")
        click.echo(_approval(errand), err=True)
        return UNCONFIRMED
    if errand.decision.verdict is not Verdict.ALLOW and not yes:
        _print(await errands.ask_first(errand, channel, ask.id))
        await log.finish(ask, "unconfirmed")
        click.echo("not run: add --yes to run it", err=True)
        return UNCONFIRMED
    if errand.decision.verdict is not Verdict.ALLOW:
        await log.confirm(ask)
    try:
        outcome = await log.call(errand, ask, channel)
        _print(await errands.show(errand, outcome, channel, ask.name))
    except BellhopError as error:
        _print(errands.refuse(error, channel), failed=True)
        return NOT_UNDERSTOOD if isinstance(error, NotUnderstood) else REFUSED
    return DONE


def _approval(errand: Errand) -> str:
    """Why a command does not run from a terminal, where nobody else is there to agree."""
    return f"not run: {errand.decision.because}. Ask for it in the channel, where those who may approve it are."


def _unplaced(error: Unplaced) -> Unplaced:
    error.fix = f"add --{error.lacks}, as bellhop run --help says it"
    return error


async def _other(error: NotUnderstood, errands: Errands, ask: Ask, channel: Channel, log: RunLog) -> int:
    """What is no AWS command may be a built-in; these are looked for last, since they bring the store with them."""
    if builtin := _found(ask.text):
        await log.begin(ask, channel, builtin[0].NAME)
        code = await _call(*builtin, errands, ask, channel, log)
        await log.finish(ask, "ok" if code == DONE else "refused")
        return code
    await log.puzzled(ask, channel, error.kind)
    _print(errands.refuse(error, channel), failed=True)
    return NOT_UNDERSTOOD


def _found(text: str) -> tuple[Builtin, str] | None:
    from bellhop.builtins import find_builtin
    from bellhop.errors import NotUnderstood
    from bellhop.syntax.chat import normalise

    try:
        return find_builtin(normalise(text))
    except NotUnderstood:
        return None


async def _call(module: Builtin, rest: str, errands: Errands, ask: Ask, channel: Channel, log: RunLog) -> int:
    """Answers a built-in; those that keep something say that they need a channel."""
    from bellhop.builtins import Ballot, Call, Instead, Later
    from bellhop.errors import BellhopError
    from bellhop.message import Message
    from bellhop.reader import Reader

    reader = Reader(locale=channel.locale, timezone=channel.timezone)
    try:
        reply = await module.answer(
            Call(rest=rest, ask=ask, channel=channel, reader=reader, errands=errands, store=None, log=log.store)
        )
        if isinstance(reply, Later):
            reply = await reply.work()
    except BellhopError as error:
        _print(errands.refuse(error, channel), failed=True)
        return NOT_UNDERSTOOD
    if isinstance(reply, Instead) and reply.file:
        return await _print_file(reply.words, reply.file, errands, ask, channel, log)
    if isinstance(reply, Ballot):
        click.echo("not here: say it in the channel where the command waits for approval", err=True)
        return NOT_UNDERSTOOD
    assert isinstance(reply, Message)  # what stands for other words comes from a store
    _print(reply)
    return DONE


async def _print_file(
    words: tuple[str, ...], form: str, errands: Errands, ask: Ask, channel: Channel, log: RunLog
) -> int:
    """Prints what would be a file in a channel; only of a command that looks."""
    import dataclasses

    from bellhop.command import Verdict
    from bellhop.errors import BellhopError, NotUnderstood

    try:
        errand = await errands.understand_words(words, channel, ask.user)
        errand = dataclasses.replace(errand, command=dataclasses.replace(errand.command, file=form))
        if errand.decision.verdict is not Verdict.ALLOW:
            click.echo(f"not run: {errand.decision.because}; leave out `file {form}`", err=True)
            return DENIED if errand.decision.verdict is Verdict.DENY else UNCONFIRMED
        made = await errands.attach(errand, await log.look(errand, ask, channel))
    except BellhopError as error:
        _print(errands.refuse(error, channel), failed=True)
        return NOT_UNDERSTOOD if isinstance(error, NotUnderstood) else REFUSED
    click.echo(made.content.decode("utf-8-sig") if made else "", nl=False)
    return DONE


def _print(message: Message, *, failed: bool = False) -> None:
    from bellhop.platforms.text import render

    click.echo(render(message), err=failed)
