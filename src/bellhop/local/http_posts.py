"""Posts to HTTP(S) subscribers, with SNS's retries.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
import urllib3

if TYPE_CHECKING:
    from bellhop.local.background import Background
    from bellhop.local.sns_messages import Post

log = structlog.get_logger(__name__)

PAUSES = (0.1, 0.3, 1.0, 3.0, 5.0)
"""Seconds before each further attempt; AWS takes about a minute for its three."""

TIMEOUT = urllib3.Timeout(connect=5, read=15)
"""As SNS: an endpoint has 15 seconds to answer."""


class HttpPosts:
    """Brings posts to their endpoints: 5xx, 429 and broken connections are tried again, other refusals drop it."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._pool = urllib3.PoolManager(num_pools=16, maxsize=8, retries=False, timeout=TIMEOUT)

    def send(self, post: Post) -> None:
        """Send a post from another thread, now."""
        self._background.submit(f"SNS post to {post.url}", lambda: self._attempt(post, 0))

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._pool.clear()

    def _attempt(self, post: Post, failures: int) -> None:
        answer = self._answer(post)
        if isinstance(answer, int) and (answer < 300 or (answer < 500 and answer != 429)):
            if answer >= 300:
                log.warning("SNS message refused and dropped", url=post.url, status=answer)
            return
        if failures == len(PAUSES):
            log.warning("SNS message given up", url=post.url, attempts=failures + 1, last=answer)
            return
        what = f"SNS post to {post.url}, again"
        self._background.later(PAUSES[failures], what, lambda: self._attempt(post, failures + 1))

    def _answer(self, post: Post) -> int | str:
        try:
            response = self._pool.request("POST", post.url, body=post.body, headers=dict(post.headers), redirect=False)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            return str(error)
        return response.status
