"""A link shows where it leads, whatever its author wants it to look like."""

from collections.abc import Callable

import pytest

from bellhop.message import Link, Message, Text
from bellhop.platforms.chime.markdown import link as chime_link
from bellhop.platforms.labels import misleads
from bellhop.platforms.slack.mrkdwn import link as slack_link
from bellhop.platforms.slack.mrkdwn import markup
from bellhop.platforms.web.render import render


@pytest.mark.parametrize(
    ("label", "url", "names", "expected"),
    [
        ("https://aws.amazon.com", "https://evil.com", False, True),
        ("HTTPS://AWS.amazon.com/x", "https://evil.com/aws.amazon.com", False, True),
        ("go to https://aws.amazon.com now", "https://evil.com", False, True),
        ("https://aws.amazon.com", "https://aws.amazon.com@evil.com/", False, True),
        ("https://aws.amazon.com", "https://aws.amazon.com.evil.com/", False, True),
        ("https://aws.\u200bamazon.com", "https://evil.com", False, True),
        ("ｈttps://aws。amazon.com", "https://evil.com", False, True),  # noqa: RUF001  # the full-width letter is the case
        ("www.amazon.com", "https://evil.com", False, True),
        ("aws.amazon.com", "https://evil.com", True, True),
        ("aws.amazon.com", "https://evil.com", False, False),
        ("ops@example.com", "mailto:ops@evil.com", True, True),
        ("ops@example.com", "mailto:ops@example.com", True, False),
        ("https://aws.amazon.com/s3", "https://aws.amazon.com/s3?x=1", True, False),
        ("www.amazon.com", "https://amazon.com/", True, False),
        ("amazon.com", "https://aws.amazon.com/", True, False),
        ("the runbook, v1.2", "https://evil.com", True, False),
        ("", "https://evil.com", True, False),
    ],
)
def test_a_label_misleads_if_it_names_another_host(label: str, url: str, *, names: bool, expected: bool) -> None:
    assert misleads(label, url, names=names) is expected


def _html(text: str) -> str:
    return render(Message(title="t", blocks=(Text(text=text, markup=True),)))


LINKED = 'href="https://evil.com" target="_blank" rel="noopener noreferrer nofollow">https://evil.com</a>'


@pytest.mark.parametrize(
    ("dress", "text", "wanted"),
    [
        (markup, "<https://evil.com|https://aws.amazon.com>", "`https://aws.amazon.com` <https://evil.com>"),
        (markup, "<https://evil.com|aws.amazon.com>", "`aws.amazon.com` <https://evil.com>"),
        (markup, "<https://evil.com|the runbook>", "<https://evil.com|the runbook>"),
        (markup, "<https://evil.com>", "<https://evil.com>"),
        (_html, "<https://evil.com|https://aws.amazon.com>", f"https://aws.amazon.com <a {LINKED}"),
        (_html, "[https://aws.amazon.com](https://evil.com)", f"https://aws.amazon.com <a {LINKED}"),
        (_html, "[aws.amazon.com](https://evil.com)", f"aws.amazon.com <a {LINKED}"),
        (_html, "https://evil.com", f"<a {LINKED}"),
    ],
)
def test_an_authors_link_shows_where_it_leads(dress: Callable[[str], str], text: str, wanted: str) -> None:
    assert wanted in dress(text)


def test_a_layouts_link_shows_where_it_leads() -> None:
    label, url = "https://aws.amazon.com", "https://evil.com"
    assert slack_link(label, url) == "`https://aws.amazon.com` <https://evil.com>"
    assert LINKED in render(Message(title="t", links=(Link(label=label, url=url),)))
    shown = chime_link(label, url)
    assert "aws" not in shown.partition("[")[2]
    assert shown.endswith("](https://evil.com)")
