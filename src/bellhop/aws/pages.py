"""A service's pages joined into one answer that stays small: so many items, pages, bytes and seconds, then a token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from botocore.paginate import PageIterator, Paginator

from bellhop.aws.deadline import remaining
from bellhop.command import Command

MOST_PAGES = 10
MOST_BYTES = 5_000_000

_TOKEN = re.compile(r"(\d{1,9})\.([A-Za-z0-9+/]+=*)")
"""Our own token: how many items came before, and botocore's token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Pages as one answer; `items` are (first, last) if they can be counted, `next_token` says where the rest is."""

    answer: Mapping[str, Any]
    items: tuple[int, int] | None
    next_token: str


class _Bounded(PageIterator):  # pyright: ignore[reportMissingTypeArgument]  # generic in the stubs only
    """Pages up to the bounds; what is left then has a token, as after `MaxItems`."""

    count = 0
    countable = False
    most_pages = MOST_PAGES

    def __iter__(self) -> Iterator[Any]:
        size = 0
        half = remaining() / 2
        pages = cast("Iterator[Any]", super().__iter__())
        for number, page in enumerate(pages, start=1):
            found: Any = self.result_keys[0].search(page) if self.result_keys else None
            if isinstance(found, list):
                self.countable = True
                self.count += len(found)  # pyright: ignore[reportUnknownArgumentType]  # items of any type
            yield page
            size += int(page["ResponseMetadata"].get("HTTPHeaders", {}).get("content-length") or len(str(page)))
            if number >= self.most_pages or size >= MOST_BYTES or remaining() < half:
                self._leave(page)
                return

    def _leave(self, page: Any) -> None:
        """Note where the rest begins, unless botocore did, having cut the page."""
        own: Any = self  # the stubs lack the one method that knows how a service names its tokens
        rest = own._get_next_token(page)  # noqa: SLF001  # as above
        if self.resume_token is None and any(rest.values()):
            self.resume_token = rest


class _Long(_Bounded):
    """Pages for a file, which nobody has to read to its end."""

    most_pages = 1_000


def joined(paginator: Paginator[Any], command: Command, *, max_items: int | None) -> Joined:
    """Ask for pages until there are `max_items` items or a bound is met: 10 pages, 5 MB, half of the time that is left.

    A file and a log may have 1,000 pages.

    Args:
        paginator: a new one of `client.get_paginator`.
        command: its parameters, `page_size` and `starting_token`; the token may be ours or the AWS CLI's.
        max_items: at most so many items; None = as many as the bounds let through.

    Raises:
        PaginationError: the operation takes no page size. ValueError: the token is not one.
    """
    ours = _TOKEN.fullmatch(command.starting_token)
    before, token = (int(ours[1]), ours[2]) if ours else (0, command.starting_token or None)
    paginator.PAGE_ITERATOR_CLS = _Long if command.file or command.custom == "logs tail" else _Bounded
    config = {"MaxItems": max_items, "PageSize": command.page_size, "StartingToken": token}
    pages = paginator.paginate(**command.parameters, PaginationConfig=config)
    assert isinstance(pages, _Bounded)
    answer = pages.build_full_result()
    rest = str(answer.pop("NextToken", "")) if pages.resume_token else ""
    last = before + pages.count
    countable = pages.countable and (bool(ours) or token is None)
    items = (before + 1, last) if countable and pages.count else None
    return Joined(answer=answer, items=items, next_token=f"{last}.{rest}" if rest and countable else rest)
