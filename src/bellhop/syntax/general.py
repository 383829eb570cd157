"""The options that every command takes, and those that a chat refuses with a sentence each.

https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html
"""

from __future__ import annotations

from collections.abc import Mapping

from bellhop.syntax.options import Option, Takes

OUTPUTS = ("json", "yaml", "text", "table")
_OUTPUT_NAMES = {"yaml-stream": "yaml", "off": "", "none": ""}

REFUSED: Mapping[str, str] = {
    "endpoint-url": "it would send the command, signed with this channel's role, to an address from a chat",
    "profile": "profiles are on your machine; a channel works with its own role",
    "debug": "it would print signed requests into the channel; the log of Bellhop has the details",
    "no-verify-ssl": "a command always checks that it is AWS that answers",
    "ca-bundle": "certificates are set in Bellhop's configuration, not in a chat",
    "no-sign-request": "commands are always signed with the channel's role",
    "cli-read-timeout": "how long a command may take is set in Bellhop's configuration",
    "cli-connect-timeout": "how long a connection may take is set in Bellhop's configuration",
    "version": "it belongs to the AWS CLI; say help to see what Bellhop can do",
    "v2-debug": "it belongs to the AWS CLI",
    "generate-cli-skeleton": "it prints an empty form for a file; say the command with --help to see its parameters",
}
"""Options of the AWS CLI that a chat refuses → why, as the end of a sentence that begins with the option."""

_FLAGS = frozenset({"debug", "no-verify-ssl", "no-sign-request", "version", "v2-debug"})
_SHORT = ("region", "output", "query", "no-paginate", "color", *(REFUSED.keys() - {"generate-cli-skeleton"}))


def _option(name: str, takes: Takes = Takes.ONE, choices: tuple[str, ...] = (), sentence: str = "") -> Option:
    return Option(name=name, dest=name, takes=takes, choices=choices, sentence=sentence, hidden=not sentence)


OPTIONS: Mapping[str, Option] = {
    option.name: option
    for option in (
        _option("region", sentence="The region to ask, as ap-northeast-2; without it the channel's."),
        _option("output", choices=OUTPUTS, sentence="How to show the answer; without it as a card."),
        _option("query", sentence="A JMESPath expression that picks from the answer."),
        _option("no-paginate", Takes.NOTHING, sentence="Ask for one page only."),
        _option("color"),
        _option("no-cli-pager", Takes.NOTHING),
        _option("cli-auto-prompt", Takes.NOTHING),
        _option("no-cli-auto-prompt", Takes.NOTHING),
        _option("cli-error-format"),
        _option("cli-binary-format", choices=("base64", "raw-in-base64-out")),
        _option("generate-cli-skeleton", Takes.MAYBE),
        *(
            _option(name, Takes.NOTHING if name in _FLAGS else Takes.ONE)
            for name in REFUSED
            if name != "generate-cli-skeleton"
        ),
    )
}
"""By name; the hidden ones are understood, then refused or without effect."""

SHORTENED = tuple(sorted(_SHORT))
"""The general options that may be shortened, as the AWS CLI does it: `--reg` for `--region`."""

BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    start: tuple(name for name in SHORTENED if name.startswith(start))
    for start in {name[:length] for name in SHORTENED for length in range(1, len(name) + 1)}
}
"""What may be typed for them → which of them it may be."""


def output_of(raw: str) -> str | None:
    """Return the output format that `--output` asks for; empty = the channel's card; None if it is none."""
    if raw in OUTPUTS:
        return raw
    return _OUTPUT_NAMES.get(raw)
