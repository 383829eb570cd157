"""A link to a picture is good for that picture only, and not for ever."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bellhop.pictures.links import is_good, picture_path

KEY = b"k" * 32
NOW = datetime(2026, 1, 29, 6, 39, tzinfo=UTC)
UNTIL = NOW + timedelta(days=14)


def parts(path: str) -> tuple[str, str]:
    query = parse_qs(urlsplit(path).query)
    return query["expires"][0], query["signature"][0]


def test_a_link_is_good_until_it_expires() -> None:
    path = picture_path("one", UNTIL, KEY)
    assert urlsplit(path).path == "/pictures/one.png"
    assert is_good("one", *parts(path), KEY, NOW)
    assert is_good("one", *parts(path), KEY, UNTIL - timedelta(seconds=1))
    assert not is_good("one", *parts(path), KEY, UNTIL)


@pytest.mark.parametrize(
    ("name", "expires", "signature"),
    [
        ("two", "", ""),
        ("one", "99999999999", ""),
        ("one", "soon", ""),
        ("one", "", "0" * 64),
        ("one", "", "é"),
    ],
)
def test_a_changed_link_is_none(name: str, expires: str, signature: str) -> None:
    until, signed = parts(picture_path("one", UNTIL, KEY))
    assert not is_good(name, expires or until, signature or signed, KEY, NOW)


def test_another_key_makes_other_links() -> None:
    assert not is_good("one", *parts(picture_path("one", UNTIL, b"other")), KEY, NOW)
