"""`Grammar`: the door of this package."""

from __future__ import annotations

from collections.abc import Sequence

from bellhop.command import Command
from bellhop.errors import Field, NotUnderstood
from bellhop.syntax.chat import normalise
from bellhop.syntax.complete import Completion, complete
from bellhop.syntax.lexer import words
from bellhop.syntax.models import Models, Operation
from bellhop.syntax.options import Option
from bellhop.syntax.parse import Parser, Reading
from bellhop.syntax.questions.sentence import is_question
from bellhop.syntax.refusals import puzzled
from bellhop.syntax.shapes import OperationModel, Shape
from bellhop.syntax.supply import supplied


class Grammar:
    """The AWS CLI's grammar, with what a chat adds to it. Holds no state of any command; threads may share it.

    Args:
        models: the services and operations there are.
    """

    def __init__(self, models: Models) -> None:
        self.models = models
        self._parser = Parser(models)

    def parse(self, text: str, *, recent: Sequence[str] = ()) -> Command:
        """Return the command in a chat message.

        Args:
            text: the message as the platform hands it over, mention and markup included.
            recent: services that the channel used lately, latest first; only the order of suggestions depends on it.

        Raises:
            NotUnderstood: there is none; every kind.
        """
        said = normalise(text)
        return self._allowed(self._words(said, recent), recent, said)

    def _words(self, said: str, recent: Sequence[str]) -> list[str]:
        try:
            return words(said)
        except NotUnderstood as error:
            raise self._asked(error, said, recent) from None

    def _asked(self, error: NotUnderstood, text: str, recent: Sequence[str]) -> NotUnderstood:
        """Return what a text that is no command is answered: the error, or commands if it was meant as a question."""
        if not is_question(text, error):
            return error
        hints = self.models.answers(text, recent)
        return puzzled(text, hints) if hints is None or hints else error

    def parse_words(self, words: Sequence[str], *, recent: Sequence[str] = ()) -> Command:
        """Return the command that words make, as a shell would hand them over.

        Raises:
            NotUnderstood: they make none; every kind but too-long and shell.
        """
        return self._allowed(words, recent, " ".join(words))

    def _allowed(self, words: Sequence[str], recent: Sequence[str], text: str) -> Command:
        try:
            return self._read(words, recent, text).allowed()
        except NotUnderstood as error:
            if error.missing and (why := self._parser.retired(words)):
                raise NotUnderstood("retired", why) from None  # nobody shall fill in a form for nothing
            raise

    def read(self, text: str, *, recent: Sequence[str] = ()) -> Reading:
        """Return what a chat message says to the AWS CLI, and what of it `parse` would refuse.

        Raises:
            NotUnderstood: there is no command; every kind but refused-option.
        """
        said = normalise(text)
        return self._read(self._words(said, recent), recent, said)

    def read_words(self, words: Sequence[str], *, recent: Sequence[str] = ()) -> Reading:
        """Return what words say to the AWS CLI, and what of it `parse_words` would refuse.

        Raises:
            NotUnderstood: there is no command; every kind but too-long, shell and refused-option.
        """
        return self._read(words, recent, " ".join(words))

    def _read(self, words: Sequence[str], recent: Sequence[str], text: str) -> Reading:
        try:
            return self._parser.read(words, recent)
        except NotUnderstood as error:
            raise self._asked(error, text, recent) from None

    def services(self) -> tuple[str, ...]:
        """Return the services' names."""
        return self.models.services()

    def operations(self, service: str) -> tuple[str, ...]:
        """Return a service's operations, by the names that are typed.

        Raises:
            KeyError: there is no such service.
        """
        return tuple(sorted(self.models.verbs(service)))

    def options(self, service: str, operation: str) -> tuple[Option, ...]:
        """Return what may be typed after an operation, required options first.

        Raises:
            KeyError: there is no such service or operation.
        """
        known = self._parser.known(self.models.operation(service, operation))
        shown = [option for option in known.table.options.values() if not option.hidden]
        return tuple(sorted(shown, key=lambda option: not option.required))

    def complete(self, text: str) -> tuple[Completion, ...]:
        """Return the likeliest ways to go on after a half-typed text, 20 at most; never raises."""
        return complete(self._parser, text)

    def supplied(self, pending: str, missing: Sequence[Field], reply: str) -> str | None:
        """Return a command with the missing parameters that a follow-up gives, or None if it gives none.

        Args:
            pending: the command that lacked parameters.
            missing: what it lacked, as `NotUnderstood.missing` said.
            reply: what was said next, as `function-name my-fn`.
        """
        return supplied(pending, missing, reply)

    def operation(self, command: Command) -> Operation:
        """Return the operation of a parsed command, with its pagination and names."""
        if command.waiter:
            return self.models.waiter(command.service, command.waiter)
        return self.models.operation(command.service, command.verb)

    def model(self, command: Command) -> OperationModel:
        """Return botocore's model of a parsed command's operation."""
        return self.models.model(command.service, command.operation)

    def output_shape(self, command: Command) -> Shape | None:
        """Return the shape of a parsed command's answer, for its formatting and for redaction; None if it has none."""
        return self.model(command).output_shape
