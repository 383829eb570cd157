"""Lists in pages, with tokens that are the number of the next item, as long as the longest of minimal lengths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bellhop.local.modelled import Fault


def page(
    items: Sequence[Any],
    key: str,
    parameters: Mapping[str, Any],
    *,
    usual: int = 100,
    invalid: str = "ValidationException",
) -> dict[str, Any]:
    """Return the part of a list that MaxResults and NextToken ask for, under `key`, and the token of what follows.

    Raises:
        Fault: a token that was never given out; its code is `invalid`.
    """
    token = str(parameters.get("NextToken") or "0")
    if not token.isdigit() or int(token) > len(items):
        raise Fault(invalid, "the NextToken is not valid")
    begin, number = int(token), int(parameters.get("MaxResults") or usual)
    end = begin + number
    return {key: list(items[begin:end]), **({"NextToken": f"{end:016}"} if end < len(items) else {})}
