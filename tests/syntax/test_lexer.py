import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellhop.errors import NotUnderstood
from bellhop.syntax.lexer import depth, words
from bellhop.syntax.refusals import quoted

SPLIT = {
    "": [],
    "  lambda   list-functions\t": ["lambda", "list-functions"],
    "a 'b c' \"d e\"": ["a", "b c", "d e"],
    "a'b'\"c\"d": ["abcd"],
    "a '' \"\"": ["a", "", ""],
    r"a\ b \'c \"d": ["a b", "'c", '"d'],
    "one \\\n  two": ["one", "two"],
    "one \\\r\n two": ["one", "two"],
    "on\\\ne": ["one"],
    "one \\ two \\  \n three \\": ["one", "two", "three"],
    "one\ntwo": ["one", "two"],
    '"say \\"hi\\" \\$5 \\`x\\` \\n"': ['say "hi" $5 `x` \\n'],
    '"a\\\nb"': ["ab"],
    "'a\\nb'": ["a\\nb"],
    "--query \"a[?b=='c'].d\"": ["--query", "a[?b=='c'].d"],
    "--query 'a[?b==`c`]'": ["--query", "a[?b==`c`]"],
    '--query "a[?b==`c`]"': ["--query", "a[?b==`c`]"],
    "cost is $5 ~ #1 *": ["cost", "is", "$5", "~", "#1", "*"],
    '--payload {"a": "b c"} out': ["--payload", '{"a": "b c"}', "out"],
    '--payload={"a": "b c"}': ['--payload={"a": "b c"}'],
    '--x {"a": 1} {"b": [2, 3]}': ["--x", '{"a": 1}', '{"b": [2, 3]}'],
    "Tags=[{Key=a,Value=b}]": ["Tags=[{Key=a,Value=b}]"],
    "[{Key=a,Value='b c'}]": ["[{Key=a,Value=b c}]"],
    "\u2014region us-east-1": ["--region", "us-east-1"],
    "\u2013region a\u2013b '\u2014c'": ["--region", "a\u2013b", "\u2014c"],
    "\u2014 5": ["\u2014", "5"],
}

REFUSED = {
    "a | b": "pipe",
    "a;b": "second command",
    "a && b": "&",
    "a > out.txt": "redirection",
    "a < in.txt": "redirection",
    "a $(date)": "$( )",
    "a `date`": "backticks",
    "(a)": "subshell",
    "--name <your name>": "<your name>",
}


@pytest.mark.parametrize("text", SPLIT)
def test_words_are_what_bash_would_hand_over(text: str) -> None:
    assert words(text) == SPLIT[text]


@pytest.mark.parametrize("text", REFUSED)
def test_a_construct_of_the_shell_is_refused_by_name(text: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        words(text)
    assert caught.value.kind == "shell"
    assert REFUSED[text] in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize("text", ["a 'b", 'a "b', 'a "b\\"'])
def test_a_quote_that_stays_open_is_a_bad_value(text: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        words(text)
    assert caught.value.kind == "bad-value"
    assert "isn't closed" in caught.value.message


def test_json_that_nests_without_end_is_refused() -> None:
    with pytest.raises(NotUnderstood) as caught:
        words("[" * 8000)
    assert caught.value.kind == "bad-value"


def test_depth_counts_brackets_outside_strings() -> None:
    assert depth("[" * 65 + '"[[["' + "]" * 65) == 65
    assert depth('{"a": "' + "[" * 70 + '"}') == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_quoted_words_come_back(spoken: list[str]) -> None:
    assert words(quoted(spoken)) == spoken


@given(st.text(alphabet="ab \\'\"{}[]$`|\n=—-"))
def test_any_text_gives_words_or_a_refusal(text: str) -> None:
    kind = "words"
    try:
        words(text)
    except NotUnderstood as error:
        kind = error.kind
    assert kind in {"words", "shell", "bad-value"}
