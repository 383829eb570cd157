"""The tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bellhop.local.evaluation import Condition, Datapoint, judge

START = datetime(2026, 11, 23, tzinfo=UTC)


def points(text: str) -> list[Datapoint]:
    """Read AWS's notation, oldest first: 0 is within the threshold, X beyond it, - missing."""
    values = {"0": 0.0, "X": 2.0, "-": None}
    return [Datapoint(start=START, value=values[each]) for each in reversed(text.split())]


def condition(needed: int, missing: str, periods: int = 3) -> Condition:
    return Condition(comparison="GreaterThanThreshold", threshold=1.0, periods=periods, needed=needed, missing=missing)


@pytest.mark.parametrize(
    ("text", "needed", "missing", "ignore", "breaching", "not_breaching"),
    [
        ("0 X X", 3, "OK", "OK", "OK", "OK"),
        ("- - 0", 3, "OK", "OK", "OK", "OK"),
        ("- - -", 3, "INSUFFICIENT_DATA", "before", "ALARM", "OK"),
        ("X X X", 3, "ALARM", "ALARM", "ALARM", "ALARM"),
        ("X - -", 3, "ALARM", "before", "ALARM", "OK"),
        ("0 X X", 2, "ALARM", "ALARM", "ALARM", "ALARM"),
        ("0 X -", 2, "OK", "OK", "ALARM", "OK"),
        ("- - 0", 2, "OK", "OK", "ALARM", "OK"),
        ("- X -", 2, "ALARM", "before", "ALARM", "OK"),
        ("- - X", 2, "OK", "before", "ALARM", "OK"),
    ],
)
def test_the_state_follows_the_treatment_of_missing_data(  # a table's columns
    text: str, needed: int, missing: str, ignore: str, breaching: str, not_breaching: str
) -> None:
    wanted = {"missing": missing, "ignore": ignore, "breaching": breaching, "notBreaching": not_breaching}
    found = {each: judge(condition(needed, each), points(text), "before").state for each in wanted}
    assert found == wanted


@pytest.mark.parametrize(
    ("comparison", "beyond"),
    [
        ("GreaterThanThreshold", [2.0]),
        ("GreaterThanOrEqualToThreshold", [1.0, 2.0]),
        ("LessThanThreshold", [0.0]),
        ("LessThanOrEqualToThreshold", [0.0, 1.0]),
    ],
)
def test_each_comparison(comparison: str, beyond: list[float]) -> None:
    when = Condition(comparison=comparison, threshold=1.0, periods=1, needed=1, missing="missing")
    alarming = [v for v in (0.0, 1.0, 2.0) if judge(when, [Datapoint(start=START, value=v)], "OK").state == "ALARM"]
    assert alarming == beyond


@pytest.mark.parametrize(
    ("text", "needed", "reason"),
    [
        (
            "0 X X",
            2,
            (
                "Threshold Crossed: 2 out of the last 3 datapoints [2.0 (23/11/26 00:00:00), 2.0 (23/11/26 00:00:00)] "
                "were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition)."
            ),
        ),
        (
            "0 - -",
            3,
            (
                "Threshold Crossed: 1 out of the last 3 datapoints [0.0 (23/11/26 00:00:00)] was not greater than "
                "the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition)."
            ),
        ),
        ("- - -", 3, "Insufficient Data: 3 datapoints were unknown."),
    ],
)
def test_the_reason_is_cloudwatchs_sentence(text: str, needed: int, reason: str) -> None:
    assert judge(condition(needed, "missing"), points(text), "OK").reason == reason


def test_what_missing_data_was_taken_for_is_said() -> None:
    verdict = judge(condition(1, "breaching", periods=2), points("- -"), "OK")
    assert verdict.reason == (
        "Threshold Crossed: no datapoints were received for 2 periods and "
        "2 missing datapoints were treated as [Breaching]."
    )
