import pytest

from bellhop.errors import Field
from bellhop.syntax import Grammar

MISSING = (
    Field(name="function-name", option="--function-name", type="string"),
    Field(name="name", option="--name", type="string"),
)

REPLIES = {
    "function-name my-fn": "lambda create-alias --function-name my-fn",
    "@aws function-name my-fn": "lambda create-alias --function-name my-fn",
    "--function-name 'my fn'": "lambda create-alias --function-name 'my fn'",
    "\u2014function-name my-fn": "lambda create-alias --function-name my-fn",
    "function-name my-fn name live": "lambda create-alias --function-name my-fn --name live",
    "function-name": None,
    "lambda list-functions": None,
    "yes": None,
    "'": None,
}


@pytest.mark.parametrize("reply", REPLIES)
def test_a_follow_up_completes_the_command(grammar: Grammar, reply: str) -> None:
    assert grammar.supplied("@aws lambda create-alias", MISSING, reply) == REPLIES[reply]
