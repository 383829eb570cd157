"""`@aws help`, `@aws help lambda`, `@aws lambda invoke --help`: what a person can say, with buttons to try it."""

from __future__ import annotations

import asyncio

from bellhop.builtins import Call, builtins
from bellhop.builtins.manual import operation_help, service_help
from bellhop.errors import NotUnderstood
from bellhop.message import Action, Code, Message, Text, facts
from bellhop.phrase import phrase
from bellhop.store.aliases import list_aliases
from bellhop.syntax.lexer import words

NAME = "help"
ALSO = ("도움말", "?")
SUMMARY = ("what you can say here", "여기서 할 수 있는 말")

_EXAMPLES = ("lambda list-functions", "cloudwatch describe-alarms", "s3api list-buckets")


async def answer(call: Call) -> Message:
    """Explains; the pages of its menu are buttons that take each other's place."""
    match call.rest.lower():
        case "" | "home":
            return _home(call)
        case "commands":
            return _commands(call)
        case "aliases":
            return await _aliases(call)
        case "built-ins" | "builtins":
            return _builtins(call)
        case "rights":
            return _rights(call)
        case _:
            return await _manual(call)


def _menu(call: Call, page: str) -> tuple[Action, ...]:
    pages = {
        "home": ("Home", "처음"),
        "commands": ("Commands", "명령"),
        "aliases": ("Aliases", "별칭"),
        "built-ins": ("Built-ins", "내장 명령"),
        "rights": ("What may I do here?", "여기서 할 수 있는 일"),
    }
    return tuple(
        Action(label=call.reader.say(*label), name=NAME, value=value) for value, label in pages.items() if value != page
    )


def _home(call: Call) -> Message:
    say = call.reader.say
    grammar = say(
        "Say a command as you would type it in a terminal, after a mention of me:",
        "저를 멘션하고 터미널에서 치듯이 명령을 적어 주세요:",
    )
    rules = say(
        "Read-only commands run at once; everything else I ask you about first. There is no shell here: "
        "no pipes, no files; use --query to pick from an answer.",
        "읽기 전용 명령은 바로 실행하고, 나머지는 먼저 확인합니다. "
        "셸은 없습니다: 파이프나 파일 대신 --query로 결과를 고르세요.",
    )
    region = call.channel.region or "ap-northeast-2"
    return Message(
        title=say(
            "I run AWS commands and tell AWS's news in this channel.",
            "이 채널에서 AWS 명령을 실행하고 소식을 전합니다.",
        ),
        blocks=(
            Text(text=grammar),
            Code(text=f"@aws lambda list-functions --region {region}\n@aws <service> <operation> --option value"),
            Text(text=rules),
        ),
        actions=_menu(call, "home"),
    )


def _commands(call: Call) -> Message:
    say = call.reader.say
    lines = (
        say(
            "All services and operations of the AWS CLI, spelled as there.",
            "AWS CLI의 모든 서비스와 작업을 그대로 씁니다.",
        ),
        say(
            "The service may be left out if only one has the operation, an option's name if it is the only one that "
            "is needed; what is missing I ask for, and “@aws function-name my-fn” answers.",
            "작업 이름이 한 서비스에만 있으면 서비스를, 필수 옵션이 하나면 옵션 이름을 생략할 수 있습니다. "
            "빠진 값은 제가 물으며 “@aws function-name my-fn”처럼 답하면 됩니다.",
        ),
        say(
            "help SERVICE and help SERVICE OPERATION explain; --output json, yaml, text or table changes the form.",
            "help 서비스, help 서비스 작업으로 설명을 볼 수 있고, --output json, yaml, text, table로 형식을 바꿉니다.",
        ),
    )
    return Message(
        title=say("Commands", "명령"),
        blocks=(*(Text(text=line) for line in lines), Code(text="\n".join(f"@aws {one}" for one in _EXAMPLES))),
        actions=(*(Action(label=one, name="say", value=one) for one in _EXAMPLES), *_menu(call, "commands")),
    )


async def _aliases(call: Call) -> Message:
    say = call.reader.say
    known = await call.store.read(lambda c: list_aliases(c, call.channel.name)) if call.store else []
    lines = "\n".join(f"{alias.name} → {alias.text}" for alias in known)
    return Message(
        title=say("Aliases: names for commands, in this channel.", "별칭: 이 채널에서 명령에 붙인 이름입니다."),
        blocks=(
            Code(text=lines or "@aws alias create functions lambda list-functions", fold=True),
            Text(text=say("To run one, say: @aws run NAME", "실행하려면: @aws run 이름"), small=True),
        ),
        actions=(Action(label="alias help", name="say", value="alias help"), *_menu(call, "aliases")),
    )


def _builtins(call: Call) -> Message:
    say = call.reader.say
    lines = (f"{name}: {say(*module.SUMMARY)}" for name, module in sorted(builtins().items()))
    return Message(
        title=say("Built-in commands", "내장 명령"),
        blocks=(Text(text="\n".join(lines)),),
        actions=_menu(call, "built-ins"),
    )


def _rights(call: Call) -> Message:
    say, channel = call.reader.say, call.channel
    nobody = say("my own credentials", "제 자격 증명")
    return Message(
        title=say("What you may do here:", "여기서 할 수 있는 일:"),
        blocks=(
            facts(
                (say("Commands", "명령"), say("on", "켜짐") if channel.commands else say("switched off", "꺼짐")),
                (say("They run as", "실행 역할"), channel.role or nobody),
                (say("Account"), channel.account),
                (say("Region"), channel.region),
            ),
            Text(
                text=say(
                    "What the channel's guardrails and the role's policies allow: reading at once, everything else "
                    "after a yes. Whatever hands out credentials never runs. “explain COMMAND” says what would happen "
                    "to a command, and why.",
                    "채널의 가드레일과 역할의 정책이 허용하는 일을 할 수 있습니다. 조회는 바로, 나머지는 확인 후 "
                    "실행합니다. 자격 증명을 내주는 작업은 실행하지 않습니다. “explain 명령”으로 어떤 명령이 어떻게 "
                    "될지와 그 이유를 볼 수 있습니다.",
                )
            ),
        ),
        actions=_menu(call, "rights"),
    )


async def _manual(call: Call) -> Message:
    """A service's or an operation's page; raises what the grammar says of an unknown one."""
    said = [word.lower() for word in words(call.rest)]
    return await asyncio.to_thread(_page, call, said)


def _page(call: Call, said: list[str]) -> Message:
    grammar = call.errands.grammar
    if said[0] in builtins():
        summary = call.reader.say(*builtins()[said[0]].SUMMARY)
        return Message(title=summary[:1].upper() + summary[1:], actions=_menu(call, ""))
    start = int(said.pop()) if said[-1].isdigit() and len(said) > 1 else 0
    if said[0] in grammar.services():
        if len(said) == 1:
            return service_help(grammar, said[0], call.reader)
        if said[1] in grammar.models.verbs(said[0]):
            return operation_help(grammar, said[0], said[1], call.reader, start)
    elif len(services := grammar.models.find(said[0])) == 1:
        return operation_help(grammar, services[0], said[0], call.reader, start)
    grammar.parse_words(said)  # it says what is wrong, and what was meant
    message = phrase("I know no help for {what}.", what=" ".join(said)[:100])
    raise NotUnderstood("unknown-operation", message, fix="say help")
