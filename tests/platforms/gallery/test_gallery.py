"""A message of every kind, as text and as HTML: what each block looks like, seen at a glance in the snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pretend.blockkit import problems

from bellhop.message import Action, Code, Fact, Link, Message, Picture, Style, Table, Text, Tone, facts
from bellhop.platforms import text
from bellhop.platforms.slack import render as slack
from bellhop.platforms.web import render as html

HERE = Path(__file__).parent
LINES = "\n".join(f"line {number}" for number in range(1, 16))
HOSTILE = '<script>alert("x")</script> <!channel> @All \x1b[31m & \u202eright'

GALLERY = {
    "alarm": Message(
        title='ALARM: "cpu-high" in Asia Pacific (Seoul)',
        tone=Tone.BAD,
        blocks=(
            Text(text="The fleet is hot.\nLook at the last deployment."),
            facts(
                ("Condition", "CPUUtilization > 80 for 3 datapoints within 15 min"),
                Fact(label="Instance", value="i-0abcd1234efgh5678", url="https://example.com/i?a=1&b=2"),
            ),
            Picture(url="https://example.com/graph.png", alt="CPUUtilization, last hour"),
        ),
        links=(Link(label="Alarm", url="https://example.com/alarm"),),
        actions=(Action(label="Show logs", name="say", value="logs"),),
        footer="111122223333 · ap-northeast-2",
    ),
    "answer": Message(
        title="@alice I ran the read-only command in account 111122223333:",
        blocks=(Code(text="@aws lambda list-functions --region ap-northeast-2"), Code(text=LINES, fold=True)),
        actions=(Action(label="Show less", name="less"),),
    ),
    "question": Message(
        title="@alice May I run this?",
        tone=Tone.WARN,
        blocks=(Code(text="@aws lambda delete-function --function-name checkout"), Text(text="write", small=True)),
        actions=(
            Action(label="Run command", name="run", value="q-1", style=Style.DANGER),
            Action(label="Cancel", name="cancel", value="q-1"),
        ),
    ),
    "table": Message(
        title="Deliveries",
        tone=Tone.GOOD,
        blocks=(
            Table(heads=("channel", "state", "이름"), rows=(("ops", "sent", "서울"), ("dev-of-all", "dead", "x"))),
        ),
    ),
    "markup": Message(
        title="Checkout is slow",
        blocks=(
            Text(text="*Bold*, _italic_, `code`, <https://example.com|a link>, https://example.com.", markup=True),
        ),
    ),
    "hostile": Message(
        title=HOSTILE,
        blocks=(
            Text(text=HOSTILE),
            Text(text=HOSTILE, markup=True),
            Code(text=HOSTILE),
            facts((HOSTILE, HOSTILE)),
            Table(heads=(HOSTILE,), rows=((HOSTILE,),)),
            Picture(url="javascript:alert(1)", alt=HOSTILE),
        ),
        links=(Link(label=HOSTILE, url="javascript:alert(1)"),),
        actions=(Action(label=HOSTILE, name=HOSTILE, value=HOSTILE),),
        footer=HOSTILE,
    ),
}


@pytest.mark.parametrize("name", sorted(GALLERY))
def test_a_message_looks_as_in_the_gallery(name: str, update: bool) -> None:
    for ending, shown in (("txt", text.render(GALLERY[name])), ("html", html.render(GALLERY[name]))):
        snapshot = HERE / f"{name}.{ending}"
        if update:
            snapshot.write_text(shown + "\n", encoding="utf-8")
        assert shown + "\n" == snapshot.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(GALLERY))
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_slack_takes_what_is_in_the_gallery(name: str, locale: str) -> None:
    for expanded in (False, True):
        assert problems(slack.render(GALLERY[name], expanded=expanded, locale=locale)) == []
