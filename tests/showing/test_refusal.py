"""What people read when a command came to nothing."""

import pytest

from bellhop.errors import AwsRefused, BellhopError, Busy, Denied, Field, NotUnderstood
from bellhop.message import Tone
from bellhop.platforms.text import render
from bellhop.reader import Reader
from bellhop.showing import refusal

KINDS = [
    "unknown-service",
    "unknown-operation",
    "ambiguous-service",
    "unknown-option",
    "missing-required",
    "bad-value",
    "refused-option",
    "file",
    "shell",
    "custom",
    "event-stream",
    "bad-query",
    "too-long",
    "empty",
]


def test_hints_are_said_and_are_buttons() -> None:
    error = NotUnderstood("unknown-operation", "lambda has no list-function.", hints=("lambda list-functions",))
    message = refusal(error, Reader())
    assert (
        render(message)
        == """\
I don't know that operation.
lambda has no list-function.
Did you mean:
@aws lambda list-functions
[lambda list-functions]"""
    )
    assert [(action.name, action.value) for action in message.actions] == [("say", "lambda list-functions")]


def test_missing_parameters_are_told_with_their_type_and_choices() -> None:
    missing = (
        Field(name="FunctionName", option="--function-name", type="text", sentence="The name of the function."),
        Field(name="LogType", option="--log-type", type="text", choices=("None", "Tail")),
        Field(name="Kind", option="--kind", type="text", choices=tuple(f"c{n}" for n in range(20))),
    )
    text = render(refusal(NotUnderstood("missing-required", "Please say which.", missing=missing), Reader()))
    assert "--function-name: text. The name of the function.\n--log-type: text, one of None, Tail\n" in text
    assert text.endswith("c10, c11, …")


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_every_kind_has_a_title_of_its_own(locale: str) -> None:
    titles = {refusal(NotUnderstood(kind, "m"), Reader(locale=locale)).title for kind in (*KINDS, "new-kind")}
    assert len(titles) == len(KINDS) + 1


def test_a_denial_names_the_rule() -> None:
    error = Denied("I may not run sts assume-role.", because="secrets stay out of chat (built-in deny list)")
    assert (
        render(refusal(error, Reader()))
        == """\
I may not run this command.
I may not run sts assume-role.
Because: secrets stay out of chat (built-in deny list)"""
    )


def test_awss_error_keeps_its_code_its_words_and_its_request() -> None:
    error = AwsRefused("AccessDeniedException", "not authorized", request_id="r-1", fix="allow lambda:ListFunctions")
    message = refusal(error, Reader())
    assert message.tone is Tone.BAD
    assert (
        render(message)
        == """\
AWS refused: AccessDeniedException
not authorized
What helps: allow lambda:ListFunctions
request r-1"""
    )
    assert refusal(error, Reader(locale="ko")).title == "AWS가 거부했습니다: AccessDeniedException"


def test_too_slow_is_said_in_words() -> None:
    message = refusal(AwsRefused("Timeout", "AWS did not answer within 15 s.", fix="ask for less"), Reader())
    assert render(message).split("\n")[0] == "AWS did not answer in time."


@pytest.mark.parametrize(
    ("error", "tone"),
    [(Busy("Too many commands."), Tone.WARN), (BellhopError("Broken."), Tone.BAD), (BellhopError(""), Tone.BAD)],
)
def test_other_errors_are_told_too(error: BellhopError, tone: Tone) -> None:
    message = refusal(error, Reader())
    assert message.tone is tone
    assert message.title


def test_long_hints_are_said_but_are_no_buttons() -> None:
    message = refusal(NotUnderstood("unknown-option", "m", hints=("x " * 1001, "short")), Reader())
    assert [action.value for action in message.actions] == ["short"]
