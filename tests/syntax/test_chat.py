import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellhop.errors import NotUnderstood
from bellhop.syntax.chat import normalise
from bellhop.syntax.lexer import words

TYPED = {
    "lambda list-functions": "lambda list-functions",
    "  @aws lambda list-functions ": "lambda list-functions",
    "@AWS: lambda list-functions": "lambda list-functions",
    "@Amazon Q lambda list-functions": "lambda list-functions",
    "@bellhop aws lambda list-functions": "lambda list-functions",
    "/aws lambda list-functions": "lambda list-functions",
    "<@U012AB3CD> lambda list-functions": "lambda list-functions",
    "<@U012AB3CD|aws>, aws lambda list-functions": "lambda list-functions",
    "aws": "",
    "@aws": "",
    "aws-thing x": "aws-thing x",
    "`lambda list-functions`": "lambda list-functions",
    "@aws ```lambda list-functions```": "lambda list-functions",
    "```\naws lambda \\\n  list-functions\n```": "lambda \\\n  list-functions",
    "x `y` `z`": "x `y` `z`",
    "`x --query 'a[?b==`c`]'`": "x --query 'a[?b==`c`]'",
    "sqs x --queue-url <https://sqs.us-east-1.amazonaws.com/1/q>": "sqs x --queue-url https://sqs.us-east-1.amazonaws.com/1/q",
    "x --domain <http://example.com|example.com>": "x --domain example.com",
    "x --url <https://example.com|harmless.example>": "x --url https://example.com",
    "x --to <mailto:ana@example.com|ana@example.com>": "x --to ana@example.com",
    "x --to <mailto:ana@example.com|eve@example.com>": "x --to mailto:ana@example.com",
    "x --in <#C012AB3CD|general>": "x --in #general",
    "x --to <!here>": "x --to @here",
    "x --q 'a &gt; b &amp;&amp; c &lt; d &amp;lt;'": "x --q 'a > b && c < d &lt;'",
    "x\u00a0--a\u2009b\u3000c": "x --a b c",
    "\ufeffx\u200b y\u00ad": "x y",
    "x --p \u2018{\u201ca\u201d: 1}\u2019": "x --p '{\"a\": 1}'",
    'x --p \'{"a": "\u201chi\u201d"}\'': 'x --p \'{"a": "\u201chi\u201d"}\'',
    'x --m "Don\u2019t" \u201cy z\u201d': 'x --m "Don\u2019t" "y z"',
    "x --n <name>": "x --n <name>",
}


@pytest.mark.parametrize("text", TYPED)
def test_what_a_chat_client_added_is_taken_off(text: str) -> None:
    assert normalise(text) == TYPED[text]


def test_a_text_may_have_8192_characters() -> None:
    assert normalise("x" * 8192)
    with pytest.raises(NotUnderstood) as caught:
        normalise("x" * 8193)
    assert caught.value.kind == "too-long"
    assert "8,193" in caught.value.message


MANGLED = {
    "quotes": [("'{", "\u2018{"), ("}'", "}\u2019"), ('"', "\u201c")],
    "long dashes": [(" --", " \u2014")],
    "short dashes": [(" --", " \u2013")],
    "spaces": [(" ", "\u00a0")],
    "escapes": [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")],
}
PLAIN = [
    'lambda invoke --function-name my-fn --payload \'{"a": "b"}\'',
    'dynamodb query --table-name T --key-condition-expression "id = :a" --limit 5',
    'logs filter-log-events --filter-pattern "a<b && c>d"',
]


@pytest.mark.parametrize("how", MANGLED)
@pytest.mark.parametrize("text", PLAIN)
def test_mangled_text_gives_the_same_words(text: str, how: str) -> None:
    mangled = text
    for plain, other in MANGLED[how]:
        mangled = mangled.replace(plain, other)
    assert words(normalise(f"<@U1> aws {mangled}")) == words(text)


@given(st.text(alphabet="<>|@#!&amp;lt`~'\"\u201c\u2019 aws\n:/.", max_size=60))
def test_any_text_is_normalised(text: str) -> None:
    once = normalise(text)
    assert once == once.strip()
