"""What three libraries that model Slack's blocks, written by others, say of a payload.

Each rebuilds the blocks as its own objects, which check themselves by their reading of Slack's documentation, and
writes them out again: what is refused, lost or changed on the way is told. slack_sdk is Slack's own, blockkit and
slackblocks are independent of it. See https://docs.slack.dev/tools/python-slack-sdk/reference/models/blocks/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import blockkit
import slackblocks
from slack_sdk.models.blocks import Block

Json = Mapping[str, Any]
_Makers = Mapping[str, Callable[..., Any]]

_BLOCKKIT: _Makers = {
    "actions": blockkit.Actions,
    "button": blockkit.Button,
    "context": blockkit.Context,
    "image": blockkit.Image,
    "input": blockkit.Input,
    "mrkdwn": partial(blockkit.Text, type="mrkdwn"),
    "plain_text": partial(blockkit.Text, type="plain_text"),
    "plain_text_input": blockkit.PlainTextInput,
    "section": blockkit.Section,
}
_SLACKBLOCKS: _Makers = {
    "actions": slackblocks.ActionsBlock,
    "button": slackblocks.Button,
    "context": slackblocks.ContextBlock,
    "image": slackblocks.ImageBlock,
    "input": slackblocks.InputBlock,
    "mrkdwn": partial(slackblocks.Text, type_=slackblocks.TextType.MARKDOWN),
    "plain_text": partial(slackblocks.Text, type_=slackblocks.TextType.PLAINTEXT),
    "plain_text_input": slackblocks.PlainTextInput,
    "section": slackblocks.SectionBlock,
}


def objections(payload: Json) -> Iterator[str]:
    """Whatever one of the libraries would not take, or would not send as it stands."""
    blocks: Sequence[dict[str, Any]] = payload.get("blocks") or ()
    for block in blocks:
        for name, rewritten in (("slack_sdk", _slack_sdk), ("blockkit", _blockkit), ("slackblocks", _slackblocks)):
            try:
                made = rewritten(block)
            except Exception as error:  # noqa: BLE001  # each library has its own errors; all of them count
                yield f"{name}: {block['type']}: {error!r}"
                continue
            if made != block:
                yield f"{name}: {block['type']} would be sent as {made}"


def _slack_sdk(block: dict[str, Any]) -> Json:
    parsed = Block.parse(dict(block))  # pyright: ignore[reportUnknownMemberType]  # untyped
    if parsed is None:
        raise LookupError("no such block")
    parsed.validate_json()
    return parsed.to_dict()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # untyped


def _blockkit(block: dict[str, Any]) -> Json:
    return _made(block, _BLOCKKIT).build()


def _slackblocks(block: dict[str, Any]) -> Json:
    # It gives every block an id, and doesn't know `expand`: https://docs.slack.dev/reference/block-kit/blocks/section-block
    known = {"block_id": "any", **{name: value for name, value in block.items() if name != "expand"}}
    made = slackblocks.Message(channel="C0", blocks=[_made(known, _SLACKBLOCKS)]).to_dict()["blocks"][0]
    return {name: block[name] if name == "expand" else made.get(name) for name in block}


def _made(value: Any, makers: _Makers) -> Any:
    """A library's own object for some JSON: its constructors take what Slack's JSON is made of."""
    if isinstance(value, list):
        return [_made(item, makers) for item in value]  # pyright: ignore[reportUnknownVariableType]  # JSON
    if not isinstance(value, dict):
        return value
    fields: dict[str, Any] = {str(name): _made(item, makers) for name, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # JSON
    return makers[fields.pop("type")](**fields)
