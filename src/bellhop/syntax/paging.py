"""Joined pages, or one page by hand: what the pagination options of a command come to.

https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bellhop.command import Command
from bellhop.syntax.models import Operation
from bellhop.syntax.options import Table
from bellhop.syntax.refusals import bad_value
from bellhop.syntax.shapes import StructureShape
from bellhop.syntax.values import expected

_PAGE_OPTIONS = ("starting-token", "page-size", "max-items")
_EC2_PAGE = 1000
_EC2_LARGE: Mapping[str, frozenset[str]] = {
    "describe-volumes": frozenset({"NextToken", "DryRun"}),
    "describe-snapshots": frozenset({"NextToken", "DryRun", "OwnerIds", "RestorableByUserIds"}),
}
"""EC2 times out on these if it is asked for everything at once; only so if nothing but these narrows them down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How a command's pages are asked for."""

    paginate: bool
    max_items: int | None = None
    page_size: int | None = None
    starting_token: str = ""


def pages(made: Table, given: Mapping[str, Any], *, paginate: bool) -> Pages:
    """Return how a command's pages are asked for.

    Args:
        made: the operation's options.
        given: what was typed, by dest.
        paginate: False after `--no-paginate`.

    Raises:
        NotUnderstood: an option for joined pages beside one that switches them off, or no number where one belongs.
    """
    if not made.paged:
        return Pages(paginate=paginate)
    if paginate and any(token in given for token in made.tokens):
        paginate = False
    if not paginate:
        used = [name for name in _PAGE_OPTIONS if name not in made.shadowed and _is_used(given, name)]
        if used:
            raise bad_value(
                f"--{used[0]}", "it joins pages, so it can't stand beside --no-paginate or a token of a single page"
            )
        return Pages(paginate=False)
    return Pages(
        paginate=True,
        max_items=_whole(given, "max-items"),
        page_size=_whole(given, "page-size") if _is_page_size(made) else None,
        starting_token=given.get("starting-token", ""),
    )


def _is_used(given: Mapping[str, Any], name: str) -> bool:
    """Say whether a pagination option stands for something; an empty token is none, an empty number is a mistake."""
    return name in given and bool(given[name] or name != "starting-token")


def _is_page_size(made: Table) -> bool:
    """Say whether `--page-size` joins pages; without a limit key it may be the operation's own parameter."""
    option = made.options.get("page-size")
    return option is not None and option.put is None


def _whole(given: Mapping[str, Any], name: str) -> int | None:
    raw = given.get(name)
    if raw is None:
        return None
    try:
        number = int(raw)
    except ValueError:
        raise bad_value(f"--{name}", expected("a whole number", raw).wanted) from None
    return number


def page_size(pages: Pages, operation: Operation, parameters: Mapping[str, Any]) -> int | None:
    """Return the page size that was asked for, else the one that the AWS CLI asks EC2 for on its own, else None."""
    if pages.page_size is not None or not pages.paginate:
        return pages.page_size
    if operation.service != "ec2" or operation.waiter or operation.verb not in _EC2_LARGE:
        return None
    return _EC2_PAGE if parameters.keys() <= _EC2_LARGE[operation.verb] else None


def config(operation: Operation, command: Command) -> dict[str, dict[str, Any]]:
    """Return the `PaginationConfig` that the AWS CLI hands over for a command, or nothing if it hands none over."""
    if not command.paginate:
        return {}
    numbers = {"PageSize": command.page_size, "MaxItems": command.max_items}
    made: dict[str, Any] = {key: value for key, value in numbers.items() if value is not None}
    if _limit_is_text(operation):
        made = {key: str(value) for key, value in made.items()}
    if command.starting_token:
        made["StartingToken"] = command.starting_token
    return {"PaginationConfig": made} if made else {}


def _limit_is_text(operation: Operation) -> bool:
    """Say whether the service takes the size of a page as text; Route 53 does."""
    limit = operation.paginator.get("limit_key") if operation.paginator else None
    shape = operation.input_shape
    return isinstance(shape, StructureShape) and limit in shape.members and shape.members[limit].type_name == "string"
