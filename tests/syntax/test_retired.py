"""What AWS has switched off is understood whole, and refused with the reason."""

from pathlib import Path

import pytest

from bellhop.errors import NotUnderstood
from bellhop.syntax import Grammar, Models
from bellhop.syntax.compile import build
from bellhop.syntax.database import file_in


def test_a_retired_command_keeps_its_parameters(grammar: Grammar) -> None:
    reading = grammar.read("iotevents list-alarm-models --max-results 5")
    assert reading.parameters == {"maxResults": 5}
    assert reading.retired == "AWS has switched iotevents off, and its SDK no longer has it."
    assert grammar.model(reading.command).output_shape is not None


def test_a_single_operation_may_be_gone(grammar: Grammar) -> None:
    reading = grammar.read("network-firewall list-proxies --max-results 5")
    assert "network-firewall list-proxies" in reading.retired
    assert grammar.read("network-firewall list-firewalls").retired == ""


@pytest.mark.parametrize(
    "text",
    [
        "tnb list-sol-network-packages",
        "tnb",
        "network-firewall list-proxies --max-results 5",
        "finspace create-environment",  # it lacks a name, which nobody shall be asked for
    ],
)
def test_a_channel_is_told_that_it_is_gone(grammar: Grammar, text: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        grammar.parse(text)
    assert caught.value.kind == "retired"
    assert caught.value.missing == ()
    assert "AWS has switched" in caught.value.message


def test_what_is_gone_is_never_suggested(grammar: Grammar) -> None:
    models = grammar.models
    assert "panorama" not in models.services()
    assert models.find("list-detector-models") == ()
    assert "create-proxy" not in models.verbs("network-firewall")


def test_the_compiled_file_has_it_too(tmp_path: Path) -> None:
    build(file_in(tmp_path), ["sqs", "network-firewall"])
    models = Models(tmp_path)
    assert models.services() == ("network-firewall", "sqs")
    assert models.is_retired("finspace")
    assert models.operation("tnb", "list-sol-network-packages").retired
    assert models.operation("network-firewall", "list-proxies").retired
    assert not models.operation("network-firewall", "list-firewalls").retired
    assert "list-proxies" not in models.verbs("network-firewall")
    assert "list-sol-network-packages" in models.verbs("tnb")
    assert models.model("iotevents", "ListInputs").output_shape is not None
