import json

import pytest

from bellhop.errors import Unreadable
from bellhop.message import Action, Code, Facts, Link, Message, Picture, Style, Table, Text, Tone, facts
from bellhop.store.messages import dump_message, load_message

FULL = Message(
    title='Alarm "요금" <b>&</b>',
    tone=Tone.BAD,
    blocks=(
        Text(text="한 줄\ntwo lines", small=True, markup=True),
        Code(text="a\n\tb", fold=True),
        facts(("Bucket", "reports"), ("Object", "a b.csv")),
        Table(heads=("Name", "Size"), rows=(("a", "1"), ("b", "2"))),
        Picture(url="https://example.com/a.png", alt="a graph"),
    ),
    links=(Link(label="Console", url="https://console.aws.amazon.com/"),),
    actions=(Action(label="Run command", name="run", value="q-1", style=Style.PRIMARY),),
    footer="111122223333",
)


def test_a_message_comes_back_as_it_was() -> None:
    assert load_message(dump_message(FULL)) == FULL


def test_a_title_alone_is_a_message() -> None:
    assert load_message('{"title": "hello"}') == Message(title="hello")


def test_what_another_version_wrote_is_read_as_far_as_it_is_known() -> None:
    value = json.loads(dump_message(FULL))
    value["mood"] = "splendid"
    value["tone"] = "furious"
    value["blocks"][0]["colour"] = "red"
    value["blocks"].append({"kind": "map", "places": ["Seoul"]})
    value["actions"][0]["style"] = "golden"

    message = load_message(json.dumps(value))

    assert message.title == FULL.title
    assert message.tone is Tone.INFO
    assert message.blocks[:5] == FULL.blocks
    assert message.blocks[5] == Code(text='{\n  "kind": "map",\n  "places": [\n    "Seoul"\n  ]\n}')
    assert message.actions[0] == Action(label="Run command", name="run", value="q-1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"title": 3}',
        '{"title": "x", "blocks": "no"}',
        '{"title": "x", "blocks": [{"kind": "facts", "items": [{"label": "only"}]}]}',
    ],
)
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        load_message(text)


def test_an_empty_grid_of_facts_is_kept() -> None:
    assert load_message(dump_message(Message(title="x", blocks=(Facts(items=()),)))).blocks == (Facts(items=()),)
