import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellhop.syntax import Grammar

NEXT = {
    "lamb": ("lambda", "lambda "),
    "@aws lamb": ("lambda", "lambda "),
    "lambda list-f": ("list-functions", "lambda list-functions "),
    "lambda functions-by": ("list-functions-by-code-signing-config", None),
    "lambda invoke ": ("--function-name", "lambda invoke --function-name "),
    "lambda invoke --pay": ("--payload", "lambda invoke --payload "),
    "lambda invoke --function-name f --log-type ": ("None", None),
    "lambda invoke --function-name f --log-type t": ("Tail", "lambda invoke --function-name f --log-type Tail "),
    "cloudwatch set-alarm-state --state-value al": ("ALARM", None),
    "lambda list-functions --outp": ("--output", None),
    "lambda list-functions --output j": ("json", None),
    "ec2 wait instance-r": ("instance-running", "ec2 wait instance-running "),
    "ec2 wait instance-running --inst": ("--instance-ids", None),
    "get-caller-id": ("sts get-caller-identity", "sts get-caller-identity "),
    "get-caller-identity --reg": ("--region", None),
}


@pytest.mark.parametrize("text", NEXT)
def test_the_first_completion_goes_on(grammar: Grammar, text: str) -> None:
    first = grammar.complete(text)[0]
    word, whole = NEXT[text]
    assert first.word == word
    assert whole is None or first.text == whole


def test_a_service_s_operations_are_offered_and_what_isnt_run_is_not(grammar: Grammar) -> None:
    offered = {completion.word for completion in grammar.complete("ecs exec")}
    assert "execute-command" not in offered


def test_an_option_that_was_given_isnt_offered_again(grammar: Grammar) -> None:
    words = [completion.word for completion in grammar.complete("lambda invoke --function-name f --")]
    assert "--function-name" not in words
    assert len(words) <= 20


def test_required_options_come_first_with_their_sentence(grammar: Grammar) -> None:
    first = grammar.complete("lambda get-function ")[0]
    assert first.required
    assert first.note.startswith("The name or ARN")


@pytest.mark.parametrize("text", ["nonsense x", "lambda nonsense ", "lambda invoke --function-name ", "a 'b", "s3 ls "])
def test_nothing_is_offered_where_nothing_is_known(grammar: Grammar, text: str) -> None:
    assert grammar.complete(text) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(alphabet="sqt -'w\n", max_size=20))
def test_any_text_is_completed_or_not(grammar: Grammar, text: str) -> None:
    assert len(grammar.complete(text)) <= 20
