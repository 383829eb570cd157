"""The neutral text: plain lines, the seed's form for answers, harmless to a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bellhop.message import Action, Code, Fact, Facts, Link, Message, Picture, Table, Text, facts
from bellhop.platforms.text import FOLD, harmless, render

ANSWER = Message(
    title="@woochul I ran the read-only command in account 111122223333:",
    blocks=(
        Code(text="@aws lambda list-functions --region ap-northeast-2"),
        Code(
            text="Functions (2):\n-\nFunctionName: amplify-sample\nRuntime: nodejs10.x\n-\nFunctionName: hello",
            fold=True,
        ),
    ),
    actions=(Action(label="Show less", name="less"),),
)


def test_an_answer_reads_as_people_know_it() -> None:
    assert render(ANSWER) == (
        "@woochul I ran the read-only command in account 111122223333:\n"
        "@aws lambda list-functions --region ap-northeast-2\n"
        "Functions (2):\n-\nFunctionName: amplify-sample\nRuntime: nodejs10.x\n-\nFunctionName: hello\n"
        "Show less"
    )


def test_every_block_has_its_line() -> None:
    message = Message(
        title="two\nlines",
        blocks=(
            Text(text="para\n"),
            facts(("Account", "111122223333"), ("Empty", ""), Fact(label="Bucket", value="b", url="https://e.com/b")),
            Table(heads=("name", "이름"), rows=(("a", "가나"), ("longer", "b"))),
            Picture(url="https://e.com/p.png", alt="graph"),
        ),
        links=(Link(label="More", url="https://e.com"),),
        actions=(Action(label="Run command", name="run"), Action(label="Cancel", name="cancel")),
        footer="111122223333 · eu-west-1",
    )
    assert render(message).split("\n") == [
        "two lines",
        "para",
        "Account: 111122223333",
        "Bucket: b (https://e.com/b)",
        "name    이름",
        "a       가나",
        "longer  b",
        "[graph] https://e.com/p.png",
        "More: https://e.com",
        "[Run command] [Cancel]",
        "111122223333 · eu-west-1",
    ]


def test_folded_code_says_how_much_is_left_out() -> None:
    lines = "\n".join(f"line {number}" for number in range(30))
    message = Message(title="t", blocks=(Code(text=lines, fold=True), Code(text=lines)))
    assert render(message, expanded=False).count("\n") == 1 + FOLD + 30
    assert f"… (+{30 - FOLD})" in render(message, expanded=False)
    assert render(message).count("line 29") == 2


def test_terminal_escapes_are_made_visible() -> None:
    assert harmless("\x1b[31mred\x07\r\nnext\x9b1m \u202eright") == "␛[31mred␇\nnext\ufffd1m \ufffdright"


@given(st.text(alphabet=st.characters()))
def test_no_control_character_survives(text: str) -> None:
    shown = render(Message(title=text or "t", blocks=(Text(text=text), Facts(items=(Fact(label=text, value=text),)))))
    assert not any(ord(char) < 0x20 and char not in "\n\t" for char in shown)
    assert "\x7f" not in shown
    shown.encode("utf-8")
