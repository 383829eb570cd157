"""An operation's model → its table of options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bellhop.syntax.disk import cli_name
from bellhop.syntax.models import Operation
from bellhop.syntax.options import Option, Table, member_option
from bellhop.syntax.special import names
from bellhop.syntax.special.data import take_bare_words
from bellhop.syntax.special.handmade import adjust

_NEVER_TOKENS = frozenset({"start-token", "max-items"})
"""Names that the AWS CLI's own pagination once used, and that therefore don't switch it off."""


def table(operation: Operation) -> Table:
    """Return the options of an operation."""
    made = Table()
    shape = operation.input_shape
    if shape is not None:
        required = frozenset(shape.required_members)
        for member, member_shape in shape.members.items():
            token = member_shape.metadata.get("idempotencyToken", False)
            for option in member_option(member, member_shape, required=member in required and not token):
                made.add(option)
    if not operation.waiter:  # waiters go by the model's own names
        _rename(made, operation)
        adjust(operation, made)
    take_bare_words(operation, made)
    if operation.streams or (operation.service, operation.verb) == _SELECT:
        made.outfile = True
    else:
        made.add(Option(name="cli-input-json", dest="cli-input-json", type="JSON", sentence=_INPUT))
        made.add(Option(name="cli-input-yaml", dest="cli-input-json", type="YAML", sentence=_INPUT))
    if operation.paginator:
        _page(made, operation.paginator)
    return made


_SELECT = ("s3api", "select-object-content")
_INPUT = "All parameters at once; options given beside it come first."


def _rename(made: Table, operation: Operation) -> None:
    for old, new in names.renames(operation.service, operation.verb):
        if old in made.options:
            made.rename(old, new)
    for name, older in names.aliases(operation.service, operation.verb):
        if name in made.options:
            made.add(replace(made.options[name], name=older, hidden=True, required=False))


def _page(made: Table, paginator: Mapping[str, Any]) -> None:
    """Add the three options of joined pages; the operation's own options for a single page are hidden, not gone."""
    limit = paginator.get("limit_key")
    tokens = [cli_name(token) for token in (*_listed(paginator["input_token"]), *([limit] if limit else []))]
    for token in tokens:
        if token in made.options:
            made.change(token, hidden=True)
    made.paged = True
    made.tokens = (*made.tokens, *(token for token in tokens if token not in _NEVER_TOKENS))
    added = [Option(name="starting-token", dest="starting-token", sentence="Where an earlier answer ended.")]
    if limit:
        added.append(Option(name="page-size", dest="page-size", type="whole number", sentence=_PAGE_SIZE))
    added.append(Option(name="max-items", dest="max-items", type="whole number", sentence=_MAX_ITEMS))
    for option in added:
        if option.name in made.options:
            made.shadowed[option.name] = made.options[option.name]
        made.add(option)


_PAGE_SIZE = "How many items the service is asked for at a time; it doesn't change the answer."
_MAX_ITEMS = "At most so many items in all."


def _listed(token: str | list[str]) -> list[str]:
    return [token] if isinstance(token, str) else token
