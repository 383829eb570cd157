"""Custom actions in bellhop.yaml: read as they are meant, mistakes told with their line."""

from pathlib import Path

import pytest

from bellhop.config import load_config
from bellhop.errors import ConfigError

HEAD = "channels:\n  ops:\n    platform: web\n    custom_actions:\n"


def write(folder: Path, text: str) -> Path:
    file = folder / "bellhop.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_each_kind_is_a_command_and_a_channel_s_own_name_counts(tmp_path: Path) -> None:
    text = """\
defaults:
  hide_buttons: [logs]
  custom_actions:
    look: {command: lambda list-functions}
    tell: {lambda: {function: f, payload: {a: $State}}, when: [State EQUALS ALARM]}
    start: {runbook: {document: R, inputs: {Id: $id}}, variables: {id: event.detail.id}, on: [ec2]}
channels:
  ops: {platform: web, custom_actions: {look: {button: Look, command: lambda list-layers}}}
  quiet: {platform: web, hide_buttons: []}
"""
    ops, quiet = load_config(write(tmp_path, text)).build_channels()
    look, tell, start = ops.custom_actions
    assert (look.button, look.command) == ("Look", "lambda list-layers")
    assert tell.command == """lambda invoke --function-name f --payload '{"a": "$State"}'"""
    assert start.command == """ssm start-automation-execution --document-name R --parameters '{"Id": ["$id"]}'"""
    assert (ops.hide_buttons, quiet.hide_buttons) == (("logs",), ())


@pytest.mark.parametrize(
    ("setting", "wanted"),
    [
        ("{command: a b, lambda: {function: f}}", "5: channels.ops.custom_actions.x: wanted one of command, lambda"),
        ("{comand: a b}", "5: channels.ops.custom_actions.x.comand: no such key; did you mean 'command'?"),
        ("{command: a b, on: [cloudwatch.alrm]}", "x.on: there is no event type cloudwatch.alrm"),
        ("{command: a b, when: [a b c]}", "x.when.0: wanted VARIABLE HAS_VALUE or VARIABLE EQUALS value"),
        ("{command: a}", "x.command: wanted an AWS command"),
        (f"{{command: a b, button: {'x' * 51}}}", "x.button: a button's text has 1 to 50 characters"),
        ("{command: a b, variables: {1: x}}", "x.variables: wanted a name and a path"),
    ],
)
def test_mistakes_name_the_line_and_the_fix(tmp_path: Path, setting: str, wanted: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, f"{HEAD}      x: {setting}\n"))
    assert wanted in str(caught.value)
