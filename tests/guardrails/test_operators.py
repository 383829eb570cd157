"""Every condition operator of IAM, with what it holds for and what not, with IfExists and with set operators."""

import pytest

from bellhop.guardrails.conditions import read_condition
from bellhop.guardrails.operators import OPERATORS

TABLE = {
    "StringEquals": ("a*", ["a*"], ["ab", "A*"]),
    "StringNotEquals": ("a*", ["ab", "A*"], ["a*"]),
    "StringEqualsIgnoreCase": ("Dev", ["dev", "DEV"], ["devs"]),
    "StringNotEqualsIgnoreCase": ("Dev", ["devs"], ["dev", "DEV"]),
    "StringLike": ("a?c*", ["abc", "abcd"], ["ac", "Abc"]),
    "StringNotLike": ("a?c*", ["ac", "Abc"], ["abc", "abcd"]),
    "NumericEquals": ("10", ["10", "10.0"], ["11"]),
    "NumericNotEquals": ("10", ["11"], ["10", "10.0"]),
    "NumericLessThan": ("10", ["9.5"], ["10", "11"]),
    "NumericLessThanEquals": ("10", ["9", "10"], ["10.1"]),
    "NumericGreaterThan": ("10", ["10.1"], ["10", "9"]),
    "NumericGreaterThanEquals": ("10", ["10", "11"], ["9.9"]),
    "DateEquals": ("2026-01-01T00:00:00Z", ["2026-01-01T00:00:00Z", "1767225600"], ["2026-01-01T00:00:01Z"]),
    "DateNotEquals": ("2026-01-01T00:00:00Z", ["2026-01-01T00:00:01Z"], ["2026-01-01T00:00:00Z", "1767225600"]),
    "DateLessThan": ("2026-01-01T00:00:00Z", ["2025-12-31T23:59:59Z"], ["2026-01-01T00:00:00Z"]),
    "DateLessThanEquals": ("2026-01-01T00:00:00Z", ["2026-01-01T00:00:00Z"], ["2026-01-02T00:00:00Z"]),
    "DateGreaterThan": ("2026-01-01T00:00:00Z", ["2026-01-01T00:00:01Z"], ["2026-01-01T00:00:00Z"]),
    "DateGreaterThanEquals": ("2026-01-01T00:00:00+09:00", ["2025-12-31T15:00:00Z"], ["2025-12-31T14:59:59Z"]),
    "Bool": ("true", ["true", "True"], ["false"]),
    "BinaryEquals": ("QmluYXJ5", ["QmluYXJ5"], ["b3RoZXI="]),
    "IpAddress": ("203.0.113.0/24", ["203.0.113.9"], ["203.0.114.1", "2001:db8::1"]),
    "NotIpAddress": ("203.0.113.0/24", ["203.0.114.1", "2001:db8::1"], ["203.0.113.9"]),
    "ArnEquals": ("arn:aws:sns:*:111122223333:a-*", ["arn:aws:sns:us-east-1:111122223333:a-b:c"], ["arn:aws:sns:x"]),
    "ArnLike": ("arn:aws:sns:*:111122223333:a-*", ["arn:aws:sns:us-east-1:111122223333:a-b:c"], ["arn:aws:sns:x"]),
    "ArnNotEquals": ("arn:aws:sns:*:1:a", ["arn:aws:sns:us-east-1:2:a"], ["arn:aws:sns:us-east-1:1:a"]),
    "ArnNotLike": ("arn:aws:sns:*:1:a", ["arn:aws:sns:us-east-1:2:a"], ["arn:aws:sns:us-east-1:1:a"]),
}
CASES = [
    (name, wanted, value, holds)
    for name, (wanted, good, bad) in TABLE.items()
    for holds, values in ((True, good), (False, bad))
    for value in values
]
NEGATED = {name for name in TABLE if "Not" in name}


def holds(operator: str, wanted: str, given: tuple[str, ...] | None) -> bool | None:
    return read_condition(operator, "aws:Key", (wanted,), variables=True).holds(lambda _: given)


def test_the_table_has_every_operator() -> None:
    assert set(OPERATORS) == set(TABLE)


@pytest.mark.parametrize(("name", "wanted", "value", "expected"), CASES)
def test_one_value(name: str, wanted: str, value: str, expected: bool) -> None:
    for suffix in ("", "IfExists"):
        for before in ("", "ForAllValues:", "ForAnyValue:"):
            assert holds(f"{before}{name}{suffix}", wanted, (value,)) is expected


@pytest.mark.parametrize("name", TABLE)
def test_a_key_that_the_request_lacks(name: str) -> None:
    wanted = TABLE[name][0]
    assert holds(name, wanted, ()) is (name in NEGATED)
    assert holds(f"ForAllValues:{name}", wanted, ()) is True
    assert holds(f"ForAnyValue:{name}", wanted, ()) is False
    assert holds(f"{name}IfExists", wanted, ()) is True


@pytest.mark.parametrize("name", TABLE)
def test_a_key_that_is_not_known_is_not_guessed(name: str) -> None:
    for operator in (name, f"{name}IfExists", f"ForAllValues:{name}", f"ForAnyValue:{name}"):
        assert holds(operator, TABLE[name][0], None) is None


@pytest.mark.parametrize("name", TABLE)
def test_several_values(name: str) -> None:
    wanted, good, bad = TABLE[name]
    assert holds(f"ForAllValues:{name}", wanted, (*good, bad[0])) is False
    assert holds(f"ForAnyValue:{name}", wanted, (*bad, good[0])) is True
    assert holds(f"ForAnyValue:{name}", wanted, tuple(bad)) is False
    assert holds(name, wanted, (good[0], good[0])) is None, "AWS leaves open what that means"


@pytest.mark.parametrize(
    ("wanted", "given", "expected"),
    [("true", (), True), ("true", ("x",), False), ("false", (), False), ("false", ("x",), True), ("true", None, None)],
)
def test_null(wanted: str, given: tuple[str, ...] | None, expected: bool | None) -> None:
    assert holds("Null", wanted, given) is expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [({"aws:username": ("ann",)}, True), ({"aws:username": ("eve",)}, False), ({"aws:username": ()}, None)],
)
def test_variables_with_and_without_a_default(known: dict[str, tuple[str, ...]], expected: bool | None) -> None:
    def look(key: str) -> tuple[str, ...] | None:
        return {**known, "aws:key": ("home/ann",)}.get(key)

    plain = read_condition("StringEquals", "aws:Key", ("home/${aws:username}",), variables=True)
    assert plain.holds(look) is bool(expected)
    other = read_condition("StringEquals", "aws:Key", ("home/${aws:username, 'ann'}",), variables=True)
    assert other.holds(look) is (True if expected is None else expected)
