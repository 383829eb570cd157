"""One service's commands, asked of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from tests.oracle.differences import explained
from tests.oracle.generated import command, mutated
from tests.oracle.oracle import Answer, Oracle, Score, same, understood

from bellhop.syntax import Grammar
from bellhop.syntax.options import Table
from bellhop.syntax.parse import Parser


def compare(oracle: Oracle, grammar: Grammar, commands: Iterable[tuple[Sequence[str], str | Sequence[str]]]) -> Score:
    """Compare commands, each as the AWS CLI gets it and as Bellhop gets it."""
    score = Score()
    for words, text in commands:
        oracle.ask(words)  # the child works while the grammar does
        try:
            ours = understood(grammar, text)
        finally:
            theirs = oracle.answer()  # whatever happens, or it would be taken for the next one's
        judge(score, words, theirs, ours)
    return score


def judge(score: Score, words: Sequence[str], theirs: Answer, ours: Answer) -> None:
    """Count one comparison."""
    if same(theirs, ours):
        score.same += 1
        score.refused += "operation" not in ours
    elif name := explained(words, theirs, ours):
        score.known[name] = score.known.get(name, 0) + 1
    else:
        score.wrong.append((words, theirs, ours))


def table_of(grammar: Grammar, service: str, verb: str) -> Table:
    """The options of an operation, hidden ones included."""
    return Parser(grammar.models).known(grammar.models.operation(service, verb)).table


def made_up(grammar: Grammar, service: str, verbs: Iterable[str], rounds: int) -> Iterable[tuple[list[str], list[str]]]:
    """For each operation and round a whole command and one with mistakes."""
    for verb in verbs:
        table = table_of(grammar, service, verb)
        for number in range(rounds):
            random = Random(f"{service} {verb} {number}")
            words = command(random, service, verb, table)
            yield words, words
            broken = mutated(random, words, table)
            yield broken, broken
