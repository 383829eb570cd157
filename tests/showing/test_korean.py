"""Nothing of the middle reaches a Korean channel in English: every sentence has its Korean."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from bellhop.aws import refusal as aws_refusal
from bellhop.errors import AwsRefused, Denied
from bellhop.phrase import phrase
from bellhop.platforms import text
from bellhop.reader import Reader
from bellhop.showing.korean import PHRASES
from bellhop.showing.refusal import refusal
from bellhop.showing.told import told
from bellhop.syntax import general, lexer
from bellhop.syntax.special import refused

SOURCE = Path(__file__).parents[2] / "src/bellhop"
MIDDLE = (
    *(SOURCE / "syntax").rglob("*.py"),
    *(SOURCE / "guardrails").glob("*.py"),
    *(SOURCE / "aws" / f"{name}.py" for name in ("call", "explain", "refusal", "regions")),
    *(
        SOURCE / name
        for name in ("errands.py", "guards.py", "showing/query.py", "builtins/help.py", "store/tickets.py")
    ),
)
RAISED = {
    "phrase", "NotUnderstood", "BadValue", "ShorthandError", "bad_value", "shell", "expected", "FileWanted",
    "file_refused", "Denied", "AwsRefused", "Busy", "BellhopError",
}  # fmt: skip  # a table is read by its rows
CLAUSES = {
    *(SOURCE / "guardrails" / f"{name}.py" for name in ("__init__", "judge", "evaluate", "deny", "chat_policy")),
    *(SOURCE / "aws" / f"{name}.py" for name in ("explain", "regions")),
    SOURCE / "syntax/inputs.py",
}
"""Files whose functions return parts of sentences."""
SENTENCES_WITH_BRACES = {'it has to be an object, as {"FunctionName": "my-function"}'}
RULE = "read-only commands run at once (built-in rule)"
KOREAN = Reader(locale="ko")


def _sentences(path: Path) -> Iterator[ast.expr]:
    """What is said to people in a file: the texts in calls that make errors, and the constants that are named there."""
    tree = ast.parse(path.read_text())
    constants = {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in RAISED:
            continue
        given = call.args[:1] if call.func.id == "phrase" else call.args
        for value in (*given, *(word.value for word in call.keywords if word.arg in {"fix", "because"})):
            said = constants.get(value.id, value) if isinstance(value, ast.Name) else value
            for part in ast.walk(said) if isinstance(said, ast.IfExp | ast.BoolOp) else [said]:
                if isinstance(part, ast.Constant | ast.JoinedStr):
                    yield part


def _returned(path: Path) -> Iterator[ast.expr]:
    """The texts that the functions of a file return."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Return) and node.value is not None:
            parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            yield from (part for part in parts if isinstance(part, ast.Constant | ast.JoinedStr))


def _text(said: ast.expr) -> str:
    """A sentence, or the words between the values of one that has no template."""
    if isinstance(said, ast.JoinedStr):
        between = (part.value for part in said.values if isinstance(part, ast.Constant))
        return next((words for words in map(str, between) if re.search(r"[A-Za-z']{2,} [a-z]{2,}", words)), "")
    return said.value if isinstance(said, ast.Constant) and isinstance(said.value, str) and " " in said.value else ""


def _names(template: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(template) if name}


def _says_something(template: str) -> bool:
    return any(char.isalpha() for text, *_ in Formatter().parse(template) for char in text or "")


@pytest.mark.parametrize("path", MIDDLE, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_sentence_of_the_middle_has_its_korean(path: Path) -> None:
    said = {_text(sentence) for sentence in (*_sentences(path), *(_returned(path) if path in CLAUSES else ()))}
    assert [text for text in said - PHRASES.keys() if text and _says_something(text)] == []


def test_every_reason_in_a_table_has_its_korean() -> None:
    reasons = {
        *refused.SERVICES.values(),
        *refused.S3.values(),
        *(why for commands in refused.COMMANDS.values() for why in commands.values()),
        *general.REFUSED.values(),
        *lexer._CONSTRUCTS.values(),  # pyright: ignore[reportPrivateUsage]  # what a test of them has to walk
        *aws_refusal._FIXES.values(),  # pyright: ignore[reportPrivateUsage]  # as above
    }
    assert reasons - PHRASES.keys() == set()


def test_an_option_that_one_operation_refuses_says_why_in_korean() -> None:
    assert {"a secret key doesn't belong in a channel", "it saves a file on your machine"} <= PHRASES.keys()


@pytest.mark.parametrize("english", PHRASES)
def test_the_korean_has_the_same_values_and_is_polite(english: str) -> None:
    korean = PHRASES[english]
    if english not in SENTENCES_WITH_BRACES:
        assert _names(korean) == _names(english)
    assert not re.search(r"(해라|한다|된다|없다|이다)[.;]?$", korean)


def test_values_that_are_phrases_are_told_too() -> None:
    outer = phrase(
        "{rule}; {judged}",
        rule="read-only commands run at once (built-in rule)",
        judged=phrase("allowed by {statement}", statement="X"),
    )
    assert outer == f"{RULE}; allowed by X"
    assert told(outer, KOREAN) == "읽기만 하는 명령은 바로 실행합니다(기본 규칙); 허용한 규칙: X"
    assert type(told(outer, Reader())) is str


def test_what_a_person_wrote_is_never_taken_for_a_template() -> None:
    said = phrase("{command} can't place {word!r}.", command="s3 ls", word="{x} {0}")
    assert told(said, KOREAN) == "s3 ls 명령에서 '{x} {0}'의 자리를 알 수 없습니다."


def test_a_refusal_is_korean_throughout() -> None:
    error = Denied(
        phrase("I may not run {command}.", command="iam list-users"),
        because=phrase("{pattern} is denied in this channel (deny list)", pattern="iam:*"),
        fix="take it from the channel's `deny` list",
    )
    shown = text.render(refusal(error, KOREAN))
    assert re.findall(r"[A-Za-z-]+", shown) == ["iam", "list-users", "iam", "deny"]


def test_aws_own_words_stay_as_they_are() -> None:
    error = AwsRefused("AccessDenied", "User: x is not authorized", fix="wait a little and try again")
    shown = text.render(refusal(error, KOREAN))
    assert "User: x is not authorized" in shown
    assert "잠시 기다렸다가 다시 해 보세요" in shown
