"""What attackers say and press: attacks made up from a number, the same ones for the same number."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.attack.mangling import mangled

READS = (
    "lambda list-functions",
    "lambda get-function --function-name open-1",
    "ec2 describe-instances",
    "sqs list-queues",
    "logs describe-log-groups",
    "s3api list-objects-v2 --bucket open-1",
)
CHANGES = (
    "lambda invoke --function-name open-1",
    "lambda delete-function --function-name open-1",
    "ec2 stop-instances --instance-ids i-0123456789abcdef0",
)
DENIED = (
    "lambda get-function --function-name secret-db",
    "lambda invoke --function-name secret-db",
    "lambda invoke --function-name arn:aws:lambda:us-east-1:111122223333:function:secret-db",
    "lambda invoke --function-name 444455556666:function:open-1",
    "lambda list-functions --region eu-west-1",
    "s3api list-objects-v2 --bucket secret-1",
    "s3api get-object --bucket open-1 --key k out.txt",
    "s3api put-object --bucket open-1 --key k --body file:///etc/passwd",
    "s3 cp s3://open-1/k /tmp/k",
    "iam create-access-key",
    "iam list-users",
    "sts get-session-token",
    "sts assume-role --role-arn arn:aws:iam::111122223333:role/admin --role-session-name x",
    "secretsmanager get-secret-value --secret-id x",
    "ssm get-parameter --name x --with-decryption",
    "kms decrypt --ciphertext-blob x",
    "ec2 terminate-instances --instance-ids i-0123456789abcdef0",
    "ec2 run-instances --image-id ami-1 --user-data file:///etc/passwd",
    "dynamodb get-item --table-name t --key {}",
    "lambda update-function-code --function-name open-1 --zip-file fileb:///etc/passwd",
    "lambda update-function-configuration --function-name open-1 --role arn:aws:iam::111122223333:role/admin",
    "ecr get-login-password",
    "configure list",
    "codeartifact login --tool pip --repository r --domain d",
)
INJECTED = (
    "--endpoint-url http://127.0.0.1:9",
    "--endpoint-url=http://169.254.169.254/latest/meta-data/",
    "--profile canary",
    "--no-verify-ssl",
    "--no-sign-request",
    "--ca-bundle {file}",
    "--debug",
    "--cli-input-json file://{file}",
    "--cli-input-yaml file://{file}",
    '--cli-input-json \'{"FunctionName": "secret-db"}\'',
    '--cli-input-json \'{"FunctionName": "open-1", "Qualifier": "$CANARY"}\'',
    "--cli-input-json {}",
    "--function-name secret-db",
    "--function-name=secret-db",
    "--function-n secret-db",
    "--bucket secret-1",
    "--region eu-west-1",
    "--region us-east-1.127.0.0.1:9/",
    "--region eu-west-1 --region us-east-1",
    "--region=@127.0.0.1:9",
    "--payload file://{file}",
    "--payload fileb://{file}",
    "--query $CANARY",
    '--query "`{file}`"',
    "--query 'Functions[?`[[[[[[[[[[`]'",
    "--output ../../{file}",
    "--qualifier ${CANARY}",
    "--qualifier $(cat {file})",
    "--generate-cli-skeleton",
    "--cli-connect-timeout 0",
    "--cli-auto-prompt",
    "--payload " + "[" * 200 + "]" * 200,
    "--payload '" + '{"a":' * 80 + "1" + "}" * 80 + "'",
    "--tags Key=a,Value={b=[{c=$CANARY}]}",
    "; cat {file}",
    "| sh",
    "&& env",
    "> {file}",
    "< {file}",
    "$(cat {file})",
    "`cat {file}`",
    "$CANARY",
    "%CANARY%",
    "~/.aws/credentials",
    "../../../../etc/passwd",
    "\n@aws iam create-access-key",
    "\x00--function-name secret-db",
    "-- secret-db",
    "'; DROP TABLE audit; --",
)
_BUTTONS = (
    "run cancel options edit others fill page attach log stop unfollow wizard place say in more less "
    "alias schedule again explain history preferences __init__"
)
NAMES = (
    *("secret-db", "open-1", "open-1/../secret-db", "open-1%2f..%2fsecret-db", "../secret-db", "open-1#secret-db"),
    *("open-1?Qualifier=secret-db", "open-*", "*", "open-1:secret-db", "function:secret-db", "open-${aws:username}"),
    *("arn:aws:lambda:us-east-1:111122223333:function:open-1", "arn:aws:lambda:eu-west-1:111122223333:function:open-1"),
    *("--endpoint-url", "--endpoint-url=http://127.0.0.1:9", "file://{file}", "fileb://{file}", "$CANARY", "$(env)"),
    *("open-1 --region eu-west-1", "open-1' --function-name 'secret-db", 'open-1" --function-name "secret-db', "-1"),
    *(
        "open-1\nsecret-db",
        "open-1\x00secret-db",
        "open-1\u2028secret-db",
        "\u202eopen-1",
        "open-\u0000",
        "\u043epen-1",
    ),
    *('{"a": 1}', "a=b,c=d", "open-1,secret-db", "[secret-db]", "\ud800", "x" * 3000, "0", "null", "@{file}"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Somebody says something; `again` gives it the id of what was said before, as an edited message has."""

    text: str
    who: str = "me"
    channel: str = "ops"
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """Somebody pushes a button of the newest message that has one of that name, or sends what none bears.

    Args:
        name: the button's name; empty = any but `run`.
        value: what is sent in the place of the button's value, `{value}` in it; None = as it is.
        who: `me`, who asked, or `eve`.
        channel: where the push says that it comes from.
        times: how often, at once.
        pick: which of the buttons, if there are several.
    """

    name: str
    value: str | None = None
    who: str = "me"
    channel: str = "ops"
    times: int = 1
    pick: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expire:
    """Time goes by until every question and ticket of the people here has expired."""


Step = Say | Push | Expire


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """Some steps, and how many changing commands may run because of them."""

    number: int
    kind: str
    steps: tuple[Step, ...]
    licence: int = 0

    @property
    def commands(self) -> int:
        return sum(isinstance(step, Say) for step in self.steps)


def attack(number: int) -> Attack:
    """The attack of a number."""
    dice = random.Random(f"bellhop {number}")
    kind = dice.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    steps, licence = KINDS[kind][1](dice)
    return Attack(number=number, kind=kind, steps=tuple(steps), licence=licence)


def _any(dice: random.Random) -> str:
    return dice.choice(dice.choice((READS, CHANGES, DENIED)))


def _tampered(dice: random.Random) -> str:
    text = _any(dice)
    for _ in range(dice.randrange(3)):
        text = f"{text} {dice.choice(INJECTED)}"
    return mangled(text, dice)


def _injected(dice: random.Random) -> str:
    return f"{_any(dice)} {dice.choice(INJECTED)}"


def _named(dice: random.Random) -> str:
    verb = dice.choice(("get-function", "invoke", "delete-function"))
    name = dice.choice(NAMES)
    quoted = dice.choice((name, f"'{name}'", f'"{name}"'))
    form = dice.choice(
        ("lambda {verb} --function-name {name}", "lambda {verb} --function-name={name}", "{verb} {name}")
    )
    return form.format(verb=verb, name=quoted)


def _place(dice: random.Random) -> str:
    return dice.choice(("ops", "ops", "ops", "other", "shut", "many"))


def _one_text(make: Callable[[random.Random], str]) -> _Make:
    return lambda dice: ([Say(text=make(dice), channel=_place(dice))], 0)


def _alias(dice: random.Random) -> tuple[list[Step], int]:
    name = dice.choice(("x", "run", "alias", "lambda", "help", "x-y"))
    template = dice.choice(
        (
            "lambda get-function --function-name $name",
            'lambda invoke --function-name open-1 --payload \'{"k": "$name"}\'',
            "lambda $name --function-name open-1",
            "lambda get-function $name",
            "$name get-function --function-name secret-db",
            f"run {name}",
            f"alias run {name}",
            f"@aws run {name} $name",
            f"schedule 'every minute' run {name}",
            "lambda get-function --function-name open-1 " + dice.choice(INJECTED),
            dice.choice(DENIED),
        )
    )
    given = " ".join(dice.choice((f"'{value}'", f"--name={value}", value)) for value in [dice.choice(NAMES)])
    steps: list[Step] = [Say(text=f"alias create {name} {template}")]
    steps += [Say(text=dice.choice((f"run {name} {given}", f"alias run {name} {given}", f"{name} {given}")))]
    steps += [Say(text=f"run {name} {given}", channel="other", who="eve"), Say(text=f"alias delete {name}")]
    return steps, 0


def _action(dice: random.Random) -> tuple[list[Step], int]:
    command = dice.choice(
        (
            "lambda get-function --function-name $name",
            "lambda invoke --function-name $name",
            'lambda invoke --function-name open-1 --payload \'{"k": "$name"}\'',
            "lambda get-function --function-name open-1 " + dice.choice(INJECTED),
            dice.choice(DENIED),
        )
    )
    value = dice.choice(NAMES)
    name = f"x{dice.randrange(9)}"
    steps: list[Step] = [Say(text=f'action create {name} --button Go --command "{command}"')]
    steps += [Say(text=f"action run {name} '{value}'")]
    steps += [dice.choice((Push(name="edit"), Push(name="run", who="eve"), Push(name="run", channel="other")))]
    steps += [Say(text=dice.choice((f"name={value}", f"--function-name {value}", dice.choice(INJECTED))))]
    steps += [Say(text=f"action delete {name}")]
    return steps, 0


def _edited(dice: random.Random) -> tuple[list[Step], int]:
    first, then = dice.choice((READS, DENIED)), dice.choice((CHANGES, DENIED))
    steps: list[Step] = [Say(text=dice.choice(first)), Say(text=dice.choice(then), again=True)]
    if dice.random() < 0.5:
        steps = [Say(text=dice.choice(CHANGES)), Say(text=dice.choice(DENIED), again=True), Push(name="run")]
        return steps, 1
    return steps, 0


def _replayed(dice: random.Random) -> tuple[list[Step], int]:
    steps: list[Step] = [Say(text=dice.choice(CHANGES)), Push(name="run", times=dice.randrange(1, 5))]
    return [*steps, Push(name="run"), Push(name="run", who="eve"), Push(name="run", channel="other")], 1


def _others(dice: random.Random) -> tuple[list[Step], int]:
    steps: list[Step] = [Say(text=dice.choice(CHANGES))]
    pushes: Sequence[Step] = (
        Push(name="run", who="eve", times=2),
        Push(name="run", who="eve", channel="other"),
        Push(name="run", channel="other"),
        Push(name="run", channel="shut"),
        Push(name="run", channel="many"),
        Push(name="options", who="eve"),
        Push(name="edit", who="eve"),
        Say(text=dice.choice(("--function-name secret-db", "\u2014qualifier 2", dice.choice(INJECTED))), who="eve"),
    )
    return [*steps, *dice.sample(pushes, 3)], 0


def _over(dice: random.Random) -> tuple[list[Step], int]:
    end = dice.choice((Expire(), Push(name="cancel")))
    return [Say(text=dice.choice(CHANGES)), end, Push(name="run", times=2), Push(name="run", who="eve")], 0


def _forged(dice: random.Random) -> tuple[list[Step], int]:
    name = dice.choice((*_BUTTONS.split(), "", "../run", "\x00"))
    value = dice.choice(
        (
            *("", " ", "{value} ", " {value}", "{value}x", "{value} 0", "{value} -1", "{value} 99", "{value} x"),
            *("{value}' OR '1'='1", "%", "_", "{value}\x00", "x" * 5000, "\u0663", "{value} \u0663", "null", "[]"),
            *("00000000-0000-4000-8000-000000000000", "111122223333 iam create-access-key", dice.choice(DENIED)),
            *("444455556666 lambda list-functions", "9 lambda list-functions", "create x " + dice.choice(DENIED)),
            *("{value} 0 run", "{value} 1 pick 99", "{value} 1 \ud800", dice.choice(NAMES)),
        )
    )
    begin = dice.choice((dice.choice(CHANGES), "lambda get-function", "lambda list-functions", "support create-case"))
    who, channel = dice.choice(("me", "eve")), _place(dice)
    if name == "run" and who == "me" and value == "{value}":
        who = "eve"
    return [Say(text=begin), Push(name=name, value=value, who=who, channel=channel, pick=dice.randrange(4))], 0


def _pushed(dice: random.Random) -> tuple[list[Step], int]:
    begin = dice.choice(
        ("lambda get-function", "lambda invoke", "lambda list-functions", "lambda get-functoin", "help")
    )
    pushes = [Push(name="", who=dice.choice(("me", "eve")), pick=dice.randrange(9)) for _ in range(3)]
    return [Say(text=begin, channel="ops"), *pushes], 0


def _followed(dice: random.Random) -> tuple[list[Step], int]:
    begin = dice.choice((dice.choice(CHANGES), "lambda get-function", "lambda invoke"))
    said = [
        Say(text=dice.choice((*INJECTED, "function-name secret-db", "\u2014function-name secret-db"))) for _ in range(2)
    ]
    return [Say(text=begin), *said], 0


def _built_in(dice: random.Random) -> tuple[list[Step], int]:
    text = dice.choice(DENIED)
    wraps = (
        'schedule "every minute" {0}',
        "explain {0}",
        "watch {0}",
        "set region 127.0.0.1:9",
        "again {0}",
        "file {0}",
    )
    wraps += ("preferences set region eu-west-1", "feedback {0}", "help {0}", "history {0}", "csv {0}", "run {0}")
    steps: list[Step] = [Say(text=text), Say(text=mangled(dice.choice(wraps).format(text), dice))]
    return [*steps, Say(text="again"), Push(name="", pick=dice.randrange(5))], 0


def _chosen(dice: random.Random) -> tuple[list[Step], int]:
    """A channel of several accounts: one may be chosen, no other be named."""
    ids = ("111122223333", "444455556666", "999988887777", "{value}", "", "111122223333 x")
    begin = dice.choice((*READS, *DENIED))
    pushes = [
        Push(name="place", value=None if dice.random() < 0.5 else "{value}" + dice.choice(ids), channel="many"),
        Push(name="in", value=f"{dice.choice(ids)} {dice.choice(DENIED)}", channel=dice.choice(("many", "ops"))),
        Push(name="place", who="eve", channel="many"),
    ]
    return [Say(text=begin, channel="many"), *pushes, Say(text="lambda get-function open-1", channel="many")], 0


_Make = Callable[[random.Random], tuple[list[Step], int]]
KINDS: dict[str, tuple[int, _Make]] = {
    "mangled text": (24, _one_text(_tampered)),
    "injected options": (16, _one_text(_injected)),
    "hostile values": (10, _one_text(_named)),
    "aliases": (8, _alias),
    "custom actions": (6, _action),
    "edited messages": (4, _edited),
    "replayed confirmations": (4, _replayed),
    "others' confirmations": (5, _others),
    "expired and cancelled": (3, _over),
    "forged buttons": (10, _forged),
    "every button": (3, _pushed),
    "follow-ups": (3, _followed),
    "built-ins": (3, _built_in),
    "accounts": (2, _chosen),
}
