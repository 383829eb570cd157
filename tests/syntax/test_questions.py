"""Plain questions lead to the right commands, and mistyped commands are no questions.

The floors are below what was measured (97 and 100 % first, 99 and 100 % among three), above the design's 75 and 90 %.
"""

import json
import sqlite3
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bellhop.errors import NotUnderstood
from bellhop.syntax import Grammar, Models
from bellhop.syntax.database import INDEXES, TABLES, body_of, file_in, packed
from bellhop.syntax.disk import cli_name, loader
from bellhop.syntax.questions import index
from bellhop.syntax.record import cut

pytestmark = pytest.mark.xdist_group("questions")  # what is searched takes seconds to build


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Grammar:
    """A grammar that can search every operation of every service, and knows no more of them."""
    folder = tmp_path_factory.mktemp("models")
    connection = sqlite3.connect(file_in(folder))
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES + index.TABLES)
    for service in loader().list_available_services("service-2"):
        description = loader().load_service_model(service, "service-2")
        rows = [(service, cli_name(api), api, 0, _body(description, api), b"") for api in description["operations"]]
        insert = "INSERT INTO operation (service, verb, api, retired, body, output) VALUES (?, ?, ?, ?, ?, ?)"
        connection.executemany(insert, rows)
        metadata = json.dumps(description["metadata"]).encode()
        connection.execute("INSERT INTO service VALUES (?, ?)", (service, metadata))
        index.add(connection, service, description)
    connection.executescript(INDEXES)
    connection.close()
    return Grammar(Models(folder))


def _body(description: Mapping[str, Any], api: str) -> bytes:
    """Only operations whose verb is a plain word are ever read: `scan a table` may be a command."""
    return b"" if "-" in cli_name(api) else packed(body_of(cut(description, api, None)))


def table(name: str) -> Iterator[tuple[list[str], str]]:
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            right, _, question = line.partition(" | ")
            yield right.split(", "), question


def refusal(grammar: Grammar, text: str) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as caught:
        grammar.parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("name", "least", "first", "three"), [("questions.txt", 80, 0.9, 0.95), ("questions_korean.txt", 50, 0.9, 0.95)]
)
def test_questions_find_their_commands(asked: Grammar, name: str, least: int, first: float, three: float) -> None:
    rows = list(table(name))
    found = [(right, question, refusal(asked, question)) for right, question in rows]
    kinds = {question: error.kind for _, question, error in found if error.kind != "question"}
    assert kinds == {}
    hints = [(right, [hint.partition(" --")[0] for hint in error.hints]) for right, _, error in found]
    assert len(rows) >= least
    assert sum(one[:1] != [] and one[0] in right for right, one in hints) >= first * len(rows)
    assert sum(bool(set(one) & set(right)) for right, one in hints) >= three * len(rows)


def test_an_answer_takes_a_few_milliseconds(asked: Grammar) -> None:
    questions = [question for _, question in table("questions.txt")]
    taken: list[float] = []
    for question in questions:
        started = time.process_time()
        asked.models.answers(question)
        taken.append(time.process_time() - started)
    assert statistics.median(taken) < 0.02  # 0.004 when nothing else runs


def test_a_question_is_answered_in_its_language_with_three_commands(asked: Grammar) -> None:
    english, korean = refusal(asked, "which lambda functions do I have"), refusal(asked, "어떤 람다 함수가 있나요")
    assert english.hints[0] == korean.hints[0] == "lambda list-functions"
    assert len(english.hints) == len(korean.hints) == 3
    assert "no command" in english.message
    assert "명령이 아닙니다" in korean.message


def test_the_region_in_a_question_goes_into_the_commands(asked: Grammar) -> None:
    assert refusal(asked, "which queues are in ap-northeast-2?").hints[0] == "sqs list-queues --region ap-northeast-2"


def test_an_apostrophe_opens_no_quote_in_a_question(asked: Grammar) -> None:
    assert refusal(asked, "what's in my queues?").kind == "question"


def test_services_of_late_come_first(asked: Grammar) -> None:
    hints = asked.models.answers("show the clusters", ("redshift",))
    assert hints is not None
    assert hints[0] == "redshift describe-clusters"


def test_small_talk_is_no_question(asked: Grammar) -> None:
    error = refusal(asked, "hello there my good friend")
    assert (error.kind, error.hints) == ("unknown-service", ())


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("lamda list-functions", "unknown-service", "lambda list-functions"),
        ("list-functionz", "unknown-service", "lambda list-functions"),
        ("sqs list-queuez", "unknown-operation", "sqs list-queues"),
        ("sqss list-queues --max-items 3", "unknown-service", "sqs list-queues --max-items 3"),
        ("sqs list-queues | head", "shell", ""),
    ],
)
def test_a_mistyped_command_is_no_question(asked: Grammar, text: str, kind: str, hint: str) -> None:
    error = refusal(asked, text)
    assert error.kind == kind
    assert hint in (*error.hints, "")


def test_without_the_compiled_file_a_question_says_what_helps(grammar: Grammar) -> None:
    error = refusal(grammar, "which functions do I have")
    assert (error.kind, error.hints) == ("question", ())
    assert "bellhop models build" in error.fix
