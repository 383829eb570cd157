"""Templates as a channel has them: read from YAML, told in the place of the standard layout, never losing anything."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bellhop.cli import bellhop
from bellhop.config import load_config
from bellhop.errors import ConfigError
from bellhop.events import tell
from bellhop.message import Fact, Facts, Link, Text, Tone
from bellhop.notification import Notification, Severity
from bellhop.platforms.chime.render import render as chime
from bellhop.platforms.slack.render import render as slack
from bellhop.platforms.web.render import render as html
from bellhop.reader import Reader
from bellhop.retelling import retold
from bellhop.templating.reading import read_template
from bellhop.unwrap import unwrap_all

TASK = {
    "version": "0",
    "id": "1",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "123456789012",
    "time": "2026-01-29T06:39:07Z",
    "region": "ap-northeast-2",
    "resources": ["arn:aws:ec2:ap-northeast-2:123456789012:instance/i-0abc"],
    "detail": {"instance-id": "i-0abc", "state": "*stopped* <!channel>\nOwner: nobody"},
}
EVENT = unwrap_all(json.dumps(TASK))[0]
TOLD = tell(EVENT, Reader()).notification


def told(text: str, folder: Path, reader: Reader | None = None) -> tuple[Notification, str]:
    file = folder / "t.yaml"
    file.write_text(text, encoding="utf-8")
    return retold({"*": read_template(file)}, EVENT, TOLD, reader or Reader())


def test_what_a_template_says_replaces_what_the_event_type_says(tmp_path: Path) -> None:
    notification, problem = told(
        """
title: "{{ value('instance-id') }} in {{ region }}"
severity: "{{ 'critical' if account == '123456789012' else 'low' }}"
text: "*Look* at {{ time }}"
facts:
  Account: "{{ account }}"
  Nothing: "{{ detail.nothing }}"
links: {Runbook: "https://wiki.example.com/{{ resource | urlencode }}"}
footer: the shop
""",
        tmp_path,
    )
    message = notification.message
    assert problem == ""
    assert (message.title, message.footer) == ("i-0abc in ap-northeast-2", "the shop")
    assert (notification.severity, message.tone) == (Severity.CRITICAL, Tone.BAD)
    text, shown = message.blocks
    assert isinstance(text, Text)
    assert text.values == ("2026-01-29 06:39:07 UTC",)
    assert shown == Facts(items=(Fact(label="Account", value="123456789012"),))
    target = "https://wiki.example.com/arn%3Aaws%3Aec2%3Aap-northeast-2%3A123456789012%3Ainstance%2Fi-0abc"
    assert message.links == (Link(label="Runbook", url=target),)
    assert (message.actions, notification.thread) == (TOLD.message.actions, TOLD.thread)


def test_what_it_does_not_say_stays(tmp_path: Path) -> None:
    notification, _ = told("title: Only this", tmp_path)
    assert notification.message.title == "Only this"
    assert notification.message.blocks == TOLD.message.blocks
    assert notification.message.links == TOLD.message.links
    assert notification.severity == TOLD.severity


def test_the_templates_marks_show_and_the_values_do_not(tmp_path: Path) -> None:
    notification, _ = told('text: "*{{ region }}*: {{ detail.state }}"', tmp_path)
    assert "<strong>ap-northeast-2</strong>: *stopped* &lt;!channel&gt;" in html(notification.message)
    shown = json.dumps(slack(notification.message)["blocks"], ensure_ascii=False)
    assert "*ap-northeast-2*: `*stopped*` " in shown
    assert "<!channel>" not in shown
    assert "**ap-northeast-2**: \\*stopped\\* " in chime(notification.message)["Content"]


def test_a_value_can_not_forge_a_fact(tmp_path: Path) -> None:
    notification, _ = told("facts: |\n  State: {{ detail.state }}\n  Here: {{ region }}\n", tmp_path)
    (block,) = notification.message.blocks
    assert isinstance(block, Facts)
    assert [fact.label for fact in block.items] == ["State", "Here"]


def test_it_speaks_the_channels_language(tmp_path: Path) -> None:
    notification, _ = told("title: \"{{ say('stopped', '중지됨') }}\"", tmp_path, Reader(locale="ko"))
    assert notification.message.title == "중지됨"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('title: "{{ detail.x.y + 5 }}"', "t.yaml:1: + is for numbers"),
        ("text: |\n  one\n  {{ 'a' * 3 }}", "t.yaml:3: * is for numbers"),
        ('severity: "{{ region }}"', "t.yaml:1: wanted critical, high, medium, low, info, not 'ap-northeast-2'"),
        ("links: {Go: \"{{ 'javascript:alert(1)' }}\"}", "t.yaml:1: wanted a URL with https://"),
        ('text: "{% for i in range(999) %}{{ event }}{% endfor %}"', "t.yaml:1: it says more than 20,000 characters"),
    ],
)
def test_one_that_fails_leaves_the_standard_message_and_says_so(text: str, reason: str, tmp_path: Path) -> None:
    notification, problem = told(text, tmp_path)
    assert reason in problem
    assert notification.message.title == TOLD.message.title
    *blocks, note = notification.message.blocks
    assert tuple(blocks) == TOLD.message.blocks
    assert isinstance(note, Text)
    assert note.text.startswith("This channel's template failed, so the standard layout is shown.")


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("titel: x", "t.yaml:1: titel: no such key; there are title, severity"),
        ("title: x\ntext: |\n  a\n  {{ nope }}", "t.yaml:4: text: nothing is called 'nope'"),
        ("title: x\ntext: {{ region }}", "t.yaml:2: "),
        ("facts:\n  - label: x", "t.yaml:2: facts.0: wanted `label`, `value`"),
        ("blocks:\n  - picture: x", "t.yaml:2: blocks.0: wanted one of text, small, code, facts"),
        ("[]", "t.yaml:1: wanted keys such as `title:`"),
    ],
)
def test_mistakes_are_told_at_their_line(text: str, mistake: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as wrong:
        told(text, tmp_path)
    assert mistake in wrong.value.message


def config(folder: Path, text: str) -> Path:
    (folder / "task.yaml").write_text('title: "A {{ detail.state }}"', encoding="utf-8")
    file = folder / "bellhop.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_channel_has_its_own_and_those_of_the_defaults(tmp_path: Path) -> None:
    text = """
defaults: {templates: {ec2: task.yaml, ecs: {title: all}}}
channels:
  ops: {platform: web}
  shop: {platform: web, templates: {ecs: null, s3.notification: {title: mine}}}
"""
    ops, shop = load_config(config(tmp_path, text)).build_channels()
    assert sorted(ops.templates) == ["ec2", "ecs"]
    assert sorted(shop.templates) == ["ec2", "s3.notification"]
    assert retold(ops.templates, EVENT, TOLD, Reader())[0].message.title == "A *stopped* <!channel> Owner: nobody"


@pytest.mark.parametrize(
    ("templates", "mistake"),
    [
        ("{ec3: task.yaml}", "there is no event type 'ec3'; did you mean 'ecs'?"),
        ("{ec2: nowhere.yaml}", "there is no file"),
        ("{ec2: {title: '{{ x }}'}}", "bellhop.yaml:1: channels.ops.templates.ec2.title: nothing is called 'x'"),
    ],
)
def test_bellhop_check_finds_mistakes(templates: str, mistake: str, tmp_path: Path) -> None:
    file = config(tmp_path, f"channels: {{ops: {{platform: web, templates: {templates}}}}}")
    checked = CliRunner().invoke(bellhop, ["check", "-c", str(file)])
    assert isinstance(checked.exception, ConfigError)
    assert mistake in checked.exception.message


def test_bellhop_check_tells_all_samples(tmp_path: Path) -> None:
    text = "channels: {ops: {platform: web, templates: {ec2: {title: '{{ detail.state.name + 1 }}'}}}}"
    checked = CliRunner().invoke(bellhop, ["check", "-c", str(config(tmp_path, text))])
    assert checked.exit_code == 1
    assert "bellhop.yaml:1: + is for numbers" in checked.output
    assert "(sample ec2." in checked.output


def test_bellhop_render_tries_one(tmp_path: Path) -> None:
    config(tmp_path, "")
    event = tmp_path / "event.json"
    event.write_text(json.dumps(TASK), encoding="utf-8")
    template = str(tmp_path / "task.yaml")
    shown = CliRunner().invoke(bellhop, ["render", "--template", template, str(event)])
    assert shown.exit_code == 0
    assert shown.output.startswith("A *stopped* <!channel> Owner: nobody\n")
    unused = CliRunner().invoke(bellhop, ["render", "--template", template, "--type", "ecs", str(event)])
    assert "the template was not used" in unused.output
    (tmp_path / "task.yaml").write_text("title: \"{{ 'x' * 3 }}\"", encoding="utf-8")
    failed = CliRunner().invoke(bellhop, ["render", "--template", template, str(event)])
    assert failed.exit_code == 1
    assert "task.yaml:1: * is for numbers" in failed.output
