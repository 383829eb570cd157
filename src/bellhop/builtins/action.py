"""`@aws action create "Restart service" --on cloudwatch --command …`: a channel's own buttons on the news.

https://docs.aws.amazon.com/chatbot/latest/adminguide/creating-custom-actions.html
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from bellhop.builtins import Call, Offer, builtins
from bellhop.builtins.action_form import build, drafted, edited
from bellhop.builtins.action_pages import created, explained, incomplete, listed, shown, variables_of
from bellhop.custom_actions import MOST, CustomAction, merged
from bellhop.errors import BellhopError
from bellhop.message import Message
from bellhop.store.custom_actions import drop_action, event_behind, keep_action, list_actions
from bellhop.syntax.lexer import words
from bellhop.syntax.refusals import near
from bellhop.variables import some_values

NAME = "action"
ALSO = ("actions", "작업")
SUMMARY = (
    "your own buttons on the news: action create, list, show, edit, delete, variables",
    "알림에 다는 나만의 버튼: action create, list, show, edit, delete, variables",
)

_BESIDES = frozenset({"wait", "s3", "ls", "mb", "rb", "tail"})
"""What stands in the place of a service or an operation, and is none of AWS's."""


async def answer(call: Call) -> Message | Offer:
    """Creates, lists, shows, edits, deletes and runs custom actions."""
    what, _, rest = call.rest.partition(" ")
    rest = rest.strip()
    match what.lower():
        case "create" | "add":
            return await _create(call, rest)
        case "edit" if rest:
            return await _edit(call, rest)
        case "list" | "here":
            return listed(await _known(call), call.reader)
        case "show" if rest:
            return shown(await _named(call, rest), call.reader)
        case "delete" | "remove" if rest:
            return await _delete(call, rest)
        case "run" if rest:
            return await _run(call, rest)
        case "variables":
            return await _variables(call)
        case _:
            return explained(call.reader)


async def _known(call: Call) -> tuple[CustomAction, ...]:
    kept = await call.store.read(lambda c: list_actions(c, call.channel.name)) if call.store else []
    return merged(call.channel.custom_actions, kept)


async def _named(call: Call, name: str) -> CustomAction:
    """The action of a name, or of what its button says.

    Raises:
        BellhopError: there is none.
    """
    known = await _known(call)
    for action in known:
        if name in (action.name, action.button):
            return action
    say, meant = call.reader.say, ", ".join(near(name, [action.name for action in known]))
    raise BellhopError(
        say("This channel has no custom action “{name}”.", "이 채널에는 “{name}” 작업이 없습니다.", name=name[:100]),
        fix=say("did you mean {meant}?", "혹시 {meant}인가요?", meant=meant)
        if meant
        else say("action list shows what there is", "action list로 목록을 볼 수 있습니다"),
    )


async def _run(call: Call, rest: str) -> Offer:
    """What a button on the news says: the action's name, and the values of its variables."""
    name, *said = words(rest)
    action = await _named(call, name)
    values, over = some_values(action.wants, said, call.reader)
    if over:
        words_ = ("There are more values than variables: {rest}", "변수보다 값이 많습니다: {rest}")
        raise BellhopError(call.reader.say(*words_, rest=" ".join(over)[:100]))
    return Offer(action=action, values=values)


async def _create(call: Call, rest: str) -> Message:
    say, draft = call.reader.say, drafted(words(rest), call.reader)
    known = await _known(call)
    action = build(draft, call.reader, spare=f"action-{len(known) + 1}", author=call.ask.name)
    if not action.command or not (draft.bare or draft.one("button")):
        return incomplete(rest if draft.bare or draft.given else "", call.reader, await _found(call))
    await _check(call, action)
    now, user = datetime.now(UTC), call.ask.user
    if action.name in {one.name for one in known}:
        raise BellhopError(
            say("There is a custom action “{name}” already.", "“{name}” 작업이 이미 있습니다.", name=action.name),
            fix=say("say action edit {name} …, or give another --name", "action edit {name} …", name=action.name),
        )
    if not await call.kept.write(lambda c: keep_action(c, call.channel.name, action, user, now)):
        raise BellhopError(
            say("This channel has {most} custom actions, which is the most.", "작업은 {most}개까지입니다.", most=MOST),
            fix=say("delete one first", "먼저 하나를 지우세요"),
        )
    return created(action, call.reader)


async def _edit(call: Call, rest: str) -> Message:
    draft = drafted(words(rest), call.reader)
    action = await _own(call, " ".join(draft.bare))
    if not draft.given:
        return shown(action, call.reader)
    action = replace(edited(action, draft, call.reader), author=call.ask.name)
    await _check(call, action)
    now, user = datetime.now(UTC), call.ask.user
    await call.kept.write(lambda c: keep_action(c, call.channel.name, action, user, now, anew=True))
    return created(action, call.reader)


async def _delete(call: Call, name: str) -> Message:
    action = await _own(call, " ".join(words(name)))
    await call.kept.write(lambda c: drop_action(c, call.channel.name, action.name))
    title = ("The custom action “{name}” is gone.", "“{name}” 작업을 지웠습니다.")
    return Message(title=call.reader.say(*title, name=action.name))


async def _own(call: Call, name: str) -> CustomAction:
    """An action that was made in chat.

    Raises:
        BellhopError: there is none, or it stands in bellhop.yaml.
    """
    action, say = await _named(call, name), call.reader.say
    if action.name in {one.name for one in call.channel.custom_actions}:
        raise BellhopError(
            say(
                "“{name}” stands in bellhop.yaml.",
                "“{name}” 작업은 bellhop.yaml에 있습니다.",
                name=action.name,
            ),
            fix=say("change it there, under custom_actions", "그 파일의 custom_actions에서 바꾸세요"),
        )
    return action


async def _check(call: Call, action: CustomAction) -> None:
    """Raises if an action's command is no AWS command, as far as that can be told without values."""
    said = words(action.command)
    if said[0].lower() in builtins():
        raise BellhopError(
            call.reader.say(
                "An action runs an AWS command, not “{first}”.",
                "작업은 AWS 명령만 실행할 수 있고 “{first}”는 안 됩니다.",
                first=said[0],
            ),
            fix=call.reader.say(
                "begin with a service, as in lambda list-functions", "lambda list-functions처럼 쓰세요"
            ),
        )
    models = call.errands.grammar.models
    services = await asyncio.to_thread(call.errands.grammar.services)
    if said[0] in services:
        known, unknown = await asyncio.to_thread(models.verbs, said[0]), said[1]
    else:  # an operation that only one service has may stand without it
        known, unknown = services, said[0]
        if await asyncio.to_thread(models.find, said[0]):
            return
    if unknown not in known and unknown not in _BESIDES:
        meant = ", ".join(near(unknown, known))
        raise BellhopError(
            call.reader.say("AWS has no “{unknown}” there.", "“{unknown}”은(는) AWS에 없습니다.", unknown=unknown[:60]),
            fix=call.reader.say("did you mean {meant}?", "혹시 {meant}인가요?", meant=meant)
            if meant
            else call.reader.say("say help", "help를 보세요"),
        )


async def _found(call: Call) -> dict[str, str]:
    """The values of the notification in whose thread this is said; empty if it is none."""
    if call.store is None or not call.ask.thread:
        return {}
    behind = await call.store.read(lambda c: event_behind(c, call.channel.name, call.ask.thread))
    return variables_of(behind) if behind else {}


async def _variables(call: Call) -> Message:
    found, say = await _found(call), call.reader.say
    if not found:
        raise BellhopError(
            say("I don't know which notification you mean.", "어떤 알림인지 모르겠습니다."),
            fix=say(
                "say action variables in the thread beneath one", "알림의 스레드에서 action variables라고 말해 주세요"
            ),
        )
    return incomplete("", call.reader, found)
