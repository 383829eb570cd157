from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellhop.syntax.shorthand import FileInShorthand, ShorthandError, parse

VALUES: dict[str, dict[str, Any]] = {
    "a=b": {"a": "b"},
    "a=": {"a": ""},
    "a=b,c=d": {"a": "b", "c": "d"},
    "a=b,c,d": {"a": ["b", "c", "d"]},
    "a=b,c,d=e": {"a": ["b", "c"], "d": "e"},
    "a=,b=c": {"a": "", "b": "c"},
    "a= b , c= d": {"a": "b", "c": "d"},
    "a=[]": {"a": []},
    "a=[b]": {"a": ["b"]},
    "a=[b, c],d=e": {"a": ["b", "c"], "d": "e"},
    "a=[[b],[c,d]]": {"a": [["b"], ["c", "d"]]},
    "a={}": {"a": {}},
    "a={b=c,d=[e,f]}": {"a": {"b": "c", "d": ["e", "f"]}},
    "a=[{b=c},{b=d}]": {"a": [{"b": "c"}, {"b": "d"}]},
    "a='b,c',d=\"e=f\"": {"a": "b,c", "d": "e=f"},
    r"a='it\'s',b=\,x": {"a": "it's", "b": ",x"},
    "a=\"b\",'c'": {"a": ["b", "c"]},
    "Name=tag:env/x,Values=a=b": {"Name": "tag:env/x", "Values": "a=b"},
    "Key=x.y-z_1#2,Value=한글 ok": {"Key": "x.y-z_1#2", "Value": "한글 ok"},
    "a@=b": {"a": "b"},
}
WRONG = ["a", "", "=,", "a=b,", "a=b,c=d,a=e", "a=[b", "a={b}", "a={b=c", "a='b", "a=[b]c", "{a=b}", "a=b]x", "é=1"]


@pytest.mark.parametrize("text", VALUES)
def test_shorthand_is_read(text: str) -> None:
    assert parse(text) == VALUES[text]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_shorthand_is_refused(text: str) -> None:
    with pytest.raises(ShorthandError):
        parse(text)


def test_a_key_twice_tells_what_the_comma_did() -> None:
    with pytest.raises(ShorthandError, match="separate the items of a list with a blank"):
        parse("Key=a,Value=b,Key=c,Value=d")


def test_a_file_is_named() -> None:
    with pytest.raises(FileInShorthand, match=r"^fileb://x\.bin$"):
        parse("a=b,c={d@=fileb://x.bin}")


def test_nesting_ends_at_64() -> None:
    assert parse("a=" + "[" * 64 + "]" * 64)
    with pytest.raises(ShorthandError, match="too deeply"):
        parse("a=" + "[" * 65 + "]" * 65)


@given(st.text(alphabet="ab=,[]{}'\"\\@ \n", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    at = 0
    try:
        parse(text)
    except ShorthandError as error:
        at = error.at
    assert 0 <= at <= len(text)


QUOTED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\"))


@given(st.dictionaries(st.from_regex(r"[A-Za-z0-9_.-]+", fullmatch=True), QUOTED, min_size=1))
def test_quoted_values_come_back(pairs: dict[str, str]) -> None:
    text = ",".join(f"{key}='{value.replace(chr(39), chr(92) + chr(39))}'" for key, value in pairs.items())
    assert parse(text) == pairs
