"""States of AWS in the reader's language."""

import pytest

from bellhop.events.condition import state_words
from bellhop.reader import Reader


@pytest.mark.parametrize(
    ("state", "english", "korean"),
    [
        ("FAILED", "failed", "실패"),
        ("UPDATE_ROLLBACK_COMPLETE", "update rollback complete", "업데이트 롤백 완료"),
        ("InProgress", "in progress", "진행 중"),
        ("TimedOut", "timed out", "시간 초과"),
        ("ROLLBACK_IN_PROGRESS", "rollback in progress", "롤백 진행 중"),
        ("SERVICE_FROBNICATED", "service frobnicated", "service frobnicated"),
        ("", "", ""),
    ],
)
def test_a_state_is_said_in_the_readers_language_or_not_at_all(state: str, english: str, korean: str) -> None:
    assert state_words(Reader(), state) == english
    assert state_words(Reader(locale="ko"), state) == korean
