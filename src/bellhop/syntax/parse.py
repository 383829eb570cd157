"""Words → `Command`: resolve the operation, read its options, type their values, check them against the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import jmespath

from bellhop.command import Command
from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase
from bellhop.syntax import general, paging, retired
from bellhop.syntax.forms import form
from bellhop.syntax.inputs import merged, missing_fields, typed_blobs, unfit
from bellhop.syntax.models import KEPT, Models, Operation
from bellhop.syntax.options import Option, Table, Takes
from bellhop.syntax.refusals import bad_value, cant_place, file_refused, missing_required, one_of, quoted
from bellhop.syntax.resolve import Words, resolve
from bellhop.syntax.scan import Typed, read, split_general, spoken
from bellhop.syntax.special import own
from bellhop.syntax.table import table
from bellhop.syntax.values import BadValue, FileWanted

_FILES = ("file://", "fileb://")
_UPLOAD = "Upload it from your machine, with the AWS CLI or the AWS console."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An operation with its table; kept together, since a table costs as much as a whole parse."""

    operation: Operation
    table: Table
    own: frozenset[str]
    retired: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A command as the AWS CLI would understand it.

    Args:
        command: what it asks for, with what the AWS CLI adds on its own before it calls.
        parameters: as the AWS CLI hands them on before it adds anything, `PaginationConfig` for joined pages included.
        refused: the options in it that a chat refuses, and why, as the end of a sentence that begins with the option.
        unfit: what in the parameters doesn't fit the operation's model, as a report of a line each; empty if all does.
        retired: why AWS no longer takes the command, whatever it says; empty if it does.
    """

    command: Command
    parameters: Mapping[str, Any]
    refused: Mapping[str, str]
    unfit: str
    retired: str = ""

    def allowed(self) -> Command:
        """Return the command if nothing in it is refused and its parameters fit.

        Raises:
            NotUnderstood: retired; refused-option, naming the first; bad-value with the report.
        """
        if self.retired:
            raise NotUnderstood("retired", self.retired)
        for name, why in self.refused.items():
            raise NotUnderstood("refused-option", phrase("--{name} isn't taken here: {why}.", name=name, why=why))
        if self.unfit:
            raise bad_value(f"{self.command.service} {self.command.verb}", self.unfit)
        return self.command


class Parser:
    """Parses commands; holds the tables of the operations used last, and nothing of any command.

    Args:
        models: the services and operations there are.
    """

    def __init__(self, models: Models) -> None:
        self.models = models
        self._known = lru_cache(maxsize=KEPT)(self._make)

    def known(self, operation: Operation) -> Known:
        """Return an operation with its options."""
        return self._known(operation.service, operation.verb, operation.waiter)

    def _make(self, service: str, verb: str, waiter: str) -> Known:
        models = self.models
        operation = models.waiter(service, waiter) if waiter else models.operation(service, verb)
        made = table(operation)
        whole = models.is_retired(service)
        gone = retired.why(service, "" if whole else verb) if operation.retired else ""
        return Known(operation=operation, table=made, own=_colliding(made), retired=gone)

    def read(self, words: Sequence[str], recent: Sequence[str] = ()) -> Reading:
        """Return what words say, whatever a chat makes of it.

        Raises:
            NotUnderstood: they make no command; every kind but refused-option.
        """
        _refuse_files(words)
        given, rest = split_general(words)
        if made := own.find([word for _, word in rest]):
            return self._own(made, given, rest[2:], words)
        found = resolve(self.models, rest, words, recent)
        known = self.known(found.operation)
        if known.own:
            given, rest = split_general(words, known.own)
            found = resolve(self.models, rest, words, recent)
        typed = read(found.rest, known.table.options, words)
        command = _command(known, typed, given)
        return _finished(known, command, _refused(known.table, typed, given))

    def _own(self, made: own.Own, given: Mapping[str, Any], rest: Words, whole: Sequence[str]) -> Reading:
        """Read a command of the AWS CLI's own as the operation that it stands for."""
        typed = read(rest, made.options, whole)
        strays = [word for _, word in typed.strays]
        meant = made.means(typed.given, strays)
        general_words = [word for name, value in given.items() for word in (f"--{name}", *spoken(value))]
        reading = self.read([*meant.words, *general_words])
        command = replace(
            reading.command,
            custom=made.name,
            settings=meant.settings,
            max_items=None if reading.command.output or reading.command.query else meant.most,
            text=quoted([*made.name.split(), *strays, *typed.echo, *general_words]),
        )
        return replace(reading, command=own.located(command, command.region))

    def retired(self, words: Sequence[str]) -> str:
        """Return why AWS no longer takes a command whose operation is understood; empty if it does."""
        _, rest = split_general(words)
        return self.known(resolve(self.models, rest, words).operation).retired


def _colliding(made: Table) -> frozenset[str]:
    """Return the operation's own options that a general one would swallow, whole or shortened."""
    return frozenset(
        name for name in made.options if name in general.OPTIONS or any(g.startswith(name) for g in general.SHORTENED)
    )


def _finished(known: Known, command: Command, refused: Mapping[str, str]) -> Reading:
    """Add what the AWS CLI adds on its own, and check the whole against the model."""
    parameters = {**command.parameters, **paging.config(known.operation, command)}
    if known.table.finishes:
        final = deepcopy(dict(command.parameters))
        for finish in known.table.finishes:
            finish(final)
        command = replace(command, parameters=final)
    return Reading(
        command=command,
        parameters=parameters,
        refused=refused,
        unfit=unfit(known.operation, command.parameters),
        retired=known.retired,
    )


def _refused(made: Table, typed: Typed, given: Mapping[str, Any]) -> dict[str, str]:
    own = {name: made.options[name].refused for name in typed.names.values() if made.options[name].refused}
    return {**own, **{name: general.REFUSED[name] for name in given if name in general.REFUSED}}


def _command(known: Known, typed: Typed, given: Mapping[str, Any]) -> Command:
    operation, made = known.operation, known.table
    output = general.output_of(given["output"]) if "output" in given else ""
    if output is None:
        raise bad_value("--output", one_of(general.OUTPUTS, str(given["output"])))
    outfile = _strays(operation, made, typed)
    _refuse_streams(made, typed)
    pages = paging.pages(made, typed.given, paginate="no-paginate" not in given)
    base64_in = given.get("cli-binary-format", "raw-in-base64-out") == "base64"
    parameters = _parameters(operation, made, typed, paginate=pages.paginate, base64_in=base64_in)
    return Command(
        service=operation.service,
        operation=operation.name,
        verb=operation.verb,
        parameters=parameters,
        region=given.get("region", ""),
        output=output,
        query=_query(given.get("query", "")),
        paginate=pages.paginate,
        max_items=pages.max_items,
        page_size=paging.page_size(pages, operation, parameters),
        starting_token=pages.starting_token,
        outfile=outfile,
        waiter=operation.waiter,
        text=_echo(operation, typed, given, outfile),
    )


def _echo(operation: Operation, typed: Typed, given: Mapping[str, Any], outfile: str) -> str:
    """Return the command in full: service, operation, options by their whole names.

    The file name comes before the options, where no list can swallow it.
    """
    what = ["wait", operation.waiter] if operation.waiter else [operation.verb]
    general_words = [word for name, value in given.items() for word in (f"--{name}", *spoken(value))]
    return quoted([operation.service, *what, *([outfile] if outfile else []), *typed.echo, *general_words])


def _strays(operation: Operation, made: Table, typed: Typed) -> str:
    """Give words without an option their place: the one required option, then the file name; return the file name."""
    strays = typed.strays
    required = list(made.required())
    if strays and len(required) == 1 and required[0].dest not in typed.given:
        option = required[0]
        many = option.takes in {Takes.ANY, Takes.SOME}
        used = len(strays) if many else 1
        typed.given[option.dest] = [word for _, word in strays] if many else strays[0][1]
        typed.names[option.dest] = option.name
        typed.echo = [f"--{option.name}", *spoken(typed.given[option.dest]), *typed.echo]
        strays = strays[used:]
    outfile = ""
    if strays and made.outfile:
        outfile, strays = strays[0][1], strays[1:]
    if strays:
        raise NotUnderstood(
            "unknown-option",
            cant_place(f"{operation.service} {operation.verb}", strays[0][1]),
            fix="Name the option that it belongs to, or put a value of several words in quotes.",
        )
    return outfile


def _refuse_files(words: Sequence[str]) -> None:
    option = "The value"
    for word in words:
        name, equals, value = word.partition("=") if word.startswith("--") else ("", "", word)
        option = name or option
        if (value if equals or not name else "").startswith(_FILES):
            raise file_refused(option, value)


def _refuse_streams(made: Table, typed: Typed) -> None:
    """Refuse what the AWS CLI would take for the path of a file to upload."""
    for name in typed.names.values():
        shape = made.options[name].shape
        if shape is not None and shape.serialization.get("streaming"):
            raise file_refused(f"--{name}", str(typed.given[made.options[name].dest]), _UPLOAD)


def _parameters(operation: Operation, made: Table, typed: Typed, *, paginate: bool, base64_in: bool) -> dict[str, Any]:
    options = made.options
    if made.shadowed and not paginate:
        options = {**options, **made.shadowed}
    parameters: dict[str, Any] = {}
    done: set[str] = set()
    for option in options.values():
        if option.put is not None and option.dest in typed.given and option.dest not in done:
            done.add(option.dest)  # --x and --no-x, a name and its older form: what was typed counts once
            _put(option, typed.names[option.dest], parameters, typed.given[option.dest])
    for check in made.checks:
        try:
            check(typed.given)
        except BadValue as error:
            raise bad_value(f"{operation.service} {operation.verb}", error.wanted) from None
    if "cli-input-json" in typed.given:
        merged(parameters, typed.given["cli-input-json"], typed.names["cli-input-json"])
    else:
        missing = [option for option in options.values() if option.required and option.dest not in typed.given]
        if missing:
            raise missing_required(f"{operation.service} {operation.verb}", missing_fields(missing))
    return typed_blobs(operation, parameters, base64_in=base64_in)


def _put(option: Option, name: str, parameters: dict[str, Any], raw: Any) -> None:
    assert option.put is not None
    try:
        option.put(parameters, raw)
    except BadValue as error:
        raise bad_value(f"--{name}", _with_form(option, error.wanted)) from None
    except FileWanted as error:
        raise file_refused(f"--{name}", str(error), error.fix) from None


def _with_form(option: Option, wanted: str) -> str:
    example = form(option.shape) if option.shape is not None else ""
    return phrase("{wanted}. It looks like {example}", wanted=wanted, example=example) if example else wanted


def _query(text: str) -> str:
    if text:
        try:
            jmespath.compile(text)
        except (ValueError, RecursionError) as error:  # JMESPath's own errors are ValueErrors
            raise NotUnderstood(
                "bad-query",
                phrase("--query isn't JMESPath: {error}.", error=str(error).partition("\n")[0].rstrip(":")),
                fix="It looks like Functions[].FunctionName or Functions[?Runtime=='python3.12'].FunctionName.",
            ) from None
    return text
