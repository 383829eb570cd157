from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellhop.message import Code, Text
from bellhop.noise.fate import Digest, Kind
from bellhop.noise.names import told_briefly
from bellhop.noise.spans import parse_silence
from bellhop.noise.telling import PAGE, PAGES, tell_digest, tell_pages
from bellhop.reader import Reader

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("titles", "lines"),
    [
        ([], []),
        (["a", "b", "a"], ["a (2)", "b"]),
        ([f"web-{n:04}" for n in range(250)], ["web-0000 … web-0249 (250)"]),
        ([f"web-{n}" for n in range(8, 12)], ["web-8 … web-11 (4)"]),
        (["web-1", "web-2"], ["web-1", "web-2"]),
        (["web-1", "web-2", "web-3", "web-9"], ["web-1 … web-3 (3)", "web-9"]),
        (["a-1 in us-east-1", "a-2 in us-east-1", "a-3 in us-east-1"], ["a-1 in us-east-1 … a-3 in us-east-1 (3)"]),
        (["a-1-1", "a-2-2", "a-3-4"], ["a-1-1", "a-2-2", "a-3-4"]),
    ],
)
def test_names_that_differ_in_a_number_stand_in_one_line(titles: list[str], lines: list[str]) -> None:
    assert told_briefly(titles) == lines


@given(st.lists(st.from_regex(r"[ab]-\d{1,3}", fullmatch=True), max_size=50))
def test_every_name_is_told_as_often_as_it_came(titles: list[str]) -> None:
    counted = 0
    for line in told_briefly(titles):
        head, found, many = line.partition(" (")
        counted += int(many[:-1]) if found else 1
        assert head.split(" … ")[0] in titles
        assert head.split(" … ")[-1] in titles
    assert counted == len(titles)


def test_what_has_no_room_goes_on_beneath_and_says_where_the_rest_is() -> None:
    words = [f"{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}{'xyz' * (n // 676 + 20)}" for n in range(3000)]
    digest = Digest(id="5b0f", kind=Kind.STORM, name="cloudwatch.metric_alarm")
    message = tell_digest(digest, words, ["high"], (NOW, NOW + timedelta(minutes=1)), Reader())
    pages = tell_pages(words, Reader())
    assert message.title == "3,000 more of cloudwatch.metric_alarm"
    named = [block.text for one in (message, *pages) for block in one.blocks if isinstance(block, Code)]
    assert all(len(text) <= PAGE for text in named)
    assert len(pages) == PAGES
    lines = "\n".join(named).split("\n")
    assert lines == told_briefly(words)[: len(lines)]
    small = [block.text for block in message.blocks if isinstance(block, Text)]
    assert "bellhop deliveries list --digest 5b0f" in small[0]


@pytest.mark.parametrize(
    ("said", "what", "until", "why"),
    [
        ("web-5xx 2h", "web-5xx", NOW + timedelta(hours=2), ""),
        ("web-5xx for 30m because we deploy", "web-5xx", NOW + timedelta(minutes=30), "we deploy"),
        ("web-5xx 2시간", "web-5xx", NOW + timedelta(hours=2), ""),
        ("web-5xx until 09:00", "web-5xx", datetime(2026, 11, 24, 0, 0, tzinfo=UTC), ""),
        ("web-5xx until 2026-11-25 09:00", "web-5xx", datetime(2026, 11, 25, 0, 0, tzinfo=UTC), ""),
        ("web-5xx", "web-5xx", None, ""),
        ("web-5xx until 25:00", "web-5xx until 25:00", None, ""),
        ("2h", "", NOW + timedelta(hours=2), ""),
    ],
)
def test_what_until_when_and_why_are_taken_apart(said: str, what: str, until: datetime | None, why: str) -> None:
    wanted = parse_silence(said.split(), "Asia/Seoul", NOW)
    assert (" ".join(wanted.what), wanted.until, wanted.why) == (what, until, why)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("cloudwatch.metric_alarm", "CloudWatch 경보 2건 더"),
        ("guardduty.finding", "GuardDuty 결과 2건 더"),
        ("unheard.of", "unheard.of 2건 더"),
        ("arn:aws:ec2:us-east-1:1:instance/i-1", "arn:aws:ec2:us-east-1:1:instance/i-1 2건 더"),
        ("lambda.example.com", "lambda.example.com 2건 더"),
    ],
)
def test_a_storm_of_a_type_has_its_familys_name_in_korean(name: str, title: str) -> None:
    digest = Digest(id="5b0f", kind=Kind.STORM, name=name)
    assert tell_digest(digest, ["a", "b"], [], (NOW, NOW), Reader(locale="ko")).title == title
