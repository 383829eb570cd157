"""`@aws schedule "every weekday 09:00" lambda list-functions`: commands at set times, with their author's rights."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from bellhop.builtins import Call, builtins
from bellhop.builtins.run import expanded
from bellhop.command import Verdict
from bellhop.errors import BellhopError, Denied
from bellhop.message import Action, Code, Facts, Message, Style, Table, Text, Tone, facts
from bellhop.recurrence import parse_recurrence
from bellhop.showing.answer import echo
from bellhop.store.schedules import MOST, Schedule, drop_schedule, keep_schedule, list_schedules
from bellhop.store.tickets import Ticket, drop_ticket, find_ticket, keep_ticket
from bellhop.syntax.lexer import words
from bellhop.syntax.refusals import quoted

NAME = "schedule"
ALSO = ("예약",)
SUMMARY = (
    'commands at set times: schedule "every weekday 09:00" COMMAND',
    '예약 실행: schedule "every weekday 09:00" 명령',
)

_EXPIRES = timedelta(minutes=15)


async def answer(call: Call) -> Message:
    """Makes, lists and deletes schedules."""
    said = words(call.rest)
    match [word.lower() for word in said[:2]]:
        case [] | ["help"]:
            return _help(call)
        case ["list"]:
            return await _list(call)
        case ["delete", _] if len(said) == 2:
            return await _delete(call, said[1])
        case ["confirm", _] if len(said) == 2:
            return await _confirmed(call, said[1])
        case _:
            return await _make(call, said)


async def _make(call: Call, said: list[str]) -> Message:
    say = call.reader.say
    every = parse_recurrence(said[0], call.reader)
    if len(said) < 2:
        raise BellhopError(
            say("Which command shall run {rule}?", "{rule}: 어떤 명령을 실행할까요?", rule=every.words),
            fix=say('say schedule "{rule}" COMMAND', 'schedule "{rule}" 명령', rule=every.words),
        )
    command = said[1:]
    if command[0].lower() == "run":
        # What an alias stands for may change; what somebody scheduled must not.
        command = await expanded(call, command[1:]) if len(command) > 1 else command
    elif command[0].lower() in builtins():
        raise BellhopError(
            say("Only AWS commands can be scheduled, not “{name}”.", "AWS 명령만 예약할 수 있습니다.", name=command[0])
        )
    errand = await call.understand(command)
    if errand.decision.verdict is Verdict.DENY:
        raise Denied(
            say("I may not run {text}.", "{text} 명령은 실행할 수 없습니다.", text=errand.text),
            because=errand.decision.because,
            fix=errand.decision.fix,
        )
    now = datetime.now(UTC)
    schedule = Schedule(
        id=secrets.token_hex(3),
        channel=call.channel.name,
        user=call.ask.user,
        name=call.ask.name,
        rule=every.words,
        timezone=call.channel.timezone,
        text=quoted(command),
        confirmed=errand.decision.verdict is not Verdict.ALLOW,
        due=every.after(now, call.channel.timezone),
        account=errand.command.account,
    )
    return await _ask(call, schedule, errand.text) if schedule.confirmed else await _keep(call, schedule, errand.text)


async def _ask(call: Call, schedule: Schedule, text: str) -> Message:
    """Asks once, now, whether a command that changes something shall run each time."""
    say, now = call.reader.say, datetime.now(UTC)
    ticket = Ticket(
        id=secrets.token_urlsafe(9),
        kind="schedule",
        channel=schedule.channel,
        user=schedule.user,
        thread=call.ask.thread,
        body={"rule": schedule.rule, "text": schedule.text, "shown": text, "account": schedule.account},
        made=now,
        expires=now + _EXPIRES,
    )
    await call.kept.write(lambda c: keep_ticket(c, ticket))
    return Message(
        title=say(
            "This command changes something. Shall it run each time without asking?",
            "변경하는 명령입니다. 매번 묻지 않고 실행할까요?",
        ),
        tone=Tone.WARN,
        blocks=(Code(text=echo(text)), _facts(call, schedule)),
        actions=(
            Action(label=say("Schedule it", "예약하기"), name=NAME, value=f"confirm {ticket.id}", style=Style.PRIMARY),
        ),
    )


async def _confirmed(call: Call, id_: str) -> Message:
    say, now = call.reader.say, datetime.now(UTC)
    ticket = await call.kept.read(lambda c: find_ticket(c, id_, "schedule", call.channel.name, now))
    if ticket is None or ticket.user != call.ask.user:
        raise BellhopError(
            say(
                "Only the person who asked may confirm this, within 15 minutes.",
                "요청한 사람만 15분 안에 확인할 수 있습니다.",
            ),
            fix=say("schedule it yourself", "직접 예약하세요"),
        )
    if not await call.kept.write(lambda c: drop_ticket(c, id_)):
        raise BellhopError(say("This was answered already.", "이미 답한 질문입니다."))
    schedule = Schedule(
        id=secrets.token_hex(3),
        channel=call.channel.name,
        user=call.ask.user,
        name=call.ask.name,
        rule=ticket.body["rule"],
        timezone=call.channel.timezone,
        text=ticket.body["text"],
        confirmed=True,
        due=parse_recurrence(ticket.body["rule"]).after(now, call.channel.timezone),
        account=ticket.body.get("account", ""),
    )
    return await _keep(call, schedule, ticket.body["shown"])


async def _keep(call: Call, schedule: Schedule, text: str) -> Message:
    say, now = call.reader.say, datetime.now(UTC)
    if not await call.kept.write(lambda c: keep_schedule(c, schedule, now)):
        raise BellhopError(
            say("This channel has {most} schedules, which is the most.", "예약은 {most}개까지입니다.", most=MOST),
            fix=say("delete one first; schedule list shows them", "먼저 하나를 지우세요 (schedule list)"),
        )
    return Message(
        title=say("Scheduled.", "예약했습니다."),
        tone=Tone.GOOD,
        blocks=(Code(text=echo(text)), _facts(call, schedule)),
        actions=(Action(label=say("Delete", "삭제"), name=NAME, value=f"delete {schedule.id}"),),
    )


def _facts(call: Call, schedule: Schedule) -> Facts:
    say = call.reader.say
    return facts(
        (say("When", "언제"), f"{schedule.rule} ({schedule.timezone})"),
        (say("Next time", "다음 실행"), call.reader.moment(schedule.due)),
        (say("Account"), call.channel.label(schedule.account)),
        (say("With the rights of", "실행 권한"), f"@{schedule.name}"),
    )


async def _list(call: Call) -> Message:
    say = call.reader.say
    known = await call.kept.read(lambda c: list_schedules(c, call.channel.name))
    several = bool(call.channel.accounts)
    if not known:
        return Message(
            title=say("Nothing is scheduled here.", "예약된 명령이 없습니다."),
            blocks=(Code(text='@aws schedule "every weekday 09:00" cloudwatch describe-alarms --state-value ALARM'),),
        )
    return Message(
        title=say("Schedules of this channel ({count}):", "이 채널의 예약 ({count}개):", count=len(known)),
        blocks=(
            Table(
                heads=(
                    *("Id", say("When", "언제"), say("Next time", "다음 실행"), say("Who")),
                    *([say("Account")] if several else []),
                    say("Command", "명령"),
                ),
                rows=tuple(
                    (
                        *(one.id, one.rule, call.reader.moment(one.due), one.name),
                        *([call.channel.label(one.account)] if several else []),
                        one.text[:200],
                    )
                    for one in known
                ),
            ),
            Text(text=say("To delete one: @aws schedule delete ID", "지우려면: @aws schedule delete Id"), small=True),
        ),
        actions=tuple(
            Action(label=say("Delete {id}", "{id} 삭제", id=one.id), name=NAME, value=f"delete {one.id}")
            for one in known[:5]
        ),
    )


async def _delete(call: Call, id_: str) -> Message:
    if not await call.kept.write(lambda c: drop_schedule(c, call.channel.name, id_)):
        raise BellhopError(
            call.reader.say("There is no schedule {id}.", "{id} 예약은 없습니다.", id=id_[:40]),
            fix=call.reader.say("schedule list shows them", "schedule list로 볼 수 있습니다"),
        )
    return Message(title=call.reader.say("The schedule {id} is gone.", "{id} 예약을 지웠습니다.", id=id_))


def _help(call: Call) -> Message:
    say = call.reader.say
    return Message(
        title=say("Commands at set times.", "정해진 시간에 명령을 실행합니다."),
        blocks=(
            Code(
                text='@aws schedule "every weekday 09:00" lambda list-functions\n'
                '@aws schedule "every 15 minutes" sqs get-queue-attributes --queue-url URL --attribute-names All\n'
                "@aws schedule list\n@aws schedule delete ID"
            ),
            Text(
                text=say(
                    "Days: day, weekday, weekend, monday …; times are on this channel's clock ({zone}). A command runs "
                    "with the rights that its author has then. What I miss while I am down is told, not made up for.",
                    "요일: day, weekday, weekend, monday …. 시각은 이 채널의 시간대({zone}) 기준입니다. "
                    "실행할 때 예약한 사람이 가진 권한으로 실행하며, 꺼져 있어 놓친 것은 알리기만 합니다.",
                    zone=call.channel.timezone,
                )
            ),
        ),
        actions=(Action(label="schedule list", name=NAME, value="list"),),
    )
