"""The AWS CLI in a process of its own: a JSON line of words in, a JSON line of what it would ask AWS for out.

Run by `tests.oracle.oracle`. botocore is imported before awscli, since awscli would otherwise put its own older copy in
its place. Every command gets a driver of its own: drivers remember regions, profiles and handlers from one command to
the next. Nothing is called, no file is read, no process is started.
"""

# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false
# ^ awscli has no types, and the repository's own need no awscli

from __future__ import annotations

import base64
import io
import json
import os
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

import botocore
import botocore.hooks

warnings.simplefilter("ignore")

import awscli.clidriver  # noqa: E402  # after botocore
import awscli.paramfile  # noqa: E402
from awscli.customizations.commands import BasicCommand  # noqa: E402
from awscli.customizations.waiters import WaitCommand, WaiterCaller  # noqa: E402

SECONDS = 60
"""How long one command may take."""

seen: dict[str, Any] = {}
"""What the command that is running did so far."""


class FromOutside(Exception):
    """The command wants a file or the network."""


def captured(self: Any, service: str, operation: str, parameters: Any, parsed_globals: Any) -> int:
    seen.update(service=service, operation=operation, parameters=parameters, region=parsed_globals.region or "")
    return 0


def captured_waiter(self: Any, service: str, operation: str, parameters: Any, parsed_globals: Any) -> int:
    seen["waiter"] = self._waiter_name
    return captured(self, service, operation, parameters, parsed_globals)


def refuse_file(*args: Any, **kwargs: Any) -> Any:
    seen["file"] = True
    raise awscli.paramfile.ResourceLoadingError("a file")


def patch() -> None:
    awscli.clidriver.CLIOperationCaller.invoke = captured
    WaiterCaller.invoke = captured_waiter
    awscli.paramfile.LOCAL_PREFIX_MAP.update(dict.fromkeys(awscli.paramfile.LOCAL_PREFIX_MAP, (refuse_file, {})))
    awscli.paramfile.REMOTE_PREFIX_MAP.clear()  # an address is a text, as it is since version 2
    run = BasicCommand.__call__

    def custom(self: Any, args: Any, parsed_globals: Any) -> Any:
        if isinstance(self, WaitCommand):
            return run(self, args, parsed_globals)
        seen["custom"] = True
        return 0

    BasicCommand.__call__ = custom
    sys.addaudithook(guard)
    remember()


def remember() -> None:
    """Keep what is the same for every driver and costs half of making one: signatures, and aliases of events."""
    takes_more = botocore.hooks.accepts_kwargs
    alias = botocore.hooks.EventAliaser._alias_event_name
    signatures: dict[Any, Any] = {}
    aliases: dict[str, str] = {}

    def accepts_kwargs(function: Any) -> Any:
        code = getattr(function, "__code__", None)  # what code belongs to is not kept, or every driver would be
        if code is None:
            return takes_more(function)
        if code not in signatures:
            signatures[code] = takes_more(function)
        return signatures[code]

    def aliased(self: Any, name: str) -> str:
        if name not in aliases:
            aliases[name] = alias(self, name)
        return aliases[name]

    botocore.hooks.accepts_kwargs = accepts_kwargs
    botocore.hooks.EventAliaser._alias_event_name = aliased


def guard(event: str, args: Any) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}:
        raise FromOutside(event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+") and args[0] != os.devnull:
        raise FromOutside(event)


class Drivers:
    """Drivers that share the model of the service asked for last, and nothing else."""

    def __init__(self) -> None:
        self.loader: Any = None
        self.service = ""

    def make(self, service: str) -> Any:
        driver = awscli.clidriver.create_clidriver()
        if self.loader is None or service != self.service:
            self.loader = driver.session.get_component("data_loader")
            self.service = service
        else:
            driver.session.register_component("data_loader", self.loader)
        return driver


def understand(driver: Any, words: list[str]) -> dict[str, Any]:
    seen.clear()
    errors = sys.stderr = io.StringIO()
    try:
        code = driver.main(words)
    except SystemExit as left:
        code = left.code
    except BaseException as problem:  # noqa: BLE001  # whatever it is, the next command is to run
        code = repr(problem)
    answer = dict(seen)
    if code != 0:
        answer.pop("operation", None)
        answer["error"] = f"{code} {errors.getvalue().strip()[-200:]}"
    return answer


def options(driver: Any, service: str, verbs: list[str]) -> dict[str, Any]:
    """By verb, the options that an operation takes, and which of them it can't do without."""
    commands = driver._get_command_table()[service]._get_command_table()
    tables = {verb: list(commands[verb].arg_table.items()) for verb in verbs}
    return {
        verb: {
            "options": [name for name, argument in table if not argument.positional_arg],
            "required": [name for name, argument in table if argument.required and not argument.positional_arg],
        }
        for verb, table in tables.items()
    }


def operations(driver: Any, service: str) -> list[str]:
    """The verbs of a service that are operations of its API."""
    commands = driver._get_command_table()[service]._get_command_table()
    return sorted(verb for verb, command in commands.items() if isinstance(command, awscli.clidriver.ServiceOperation))


def plain(value: Any) -> Any:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    return float(value) if type(value).__name__ == "Decimal" else str(value)


def late(*args: Any) -> None:
    raise TimeoutError(f"took longer than {SECONDS} s")


def answer(drivers: Drivers, question: Any) -> Any:
    if isinstance(question, list):
        return understand(drivers.make(question[0] if question else ""), question)
    driver = drivers.make(question["service"])
    return options(driver, **question) if "verbs" in question else operations(driver, question["service"])


def main() -> None:
    questions, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    sys.stdin, sys.stdout = Path(os.devnull).open(), Path(os.devnull).open("w")  # noqa: SIM115  # for the life of the process
    patch()
    signal.signal(signal.SIGALRM, late)
    drivers = Drivers()
    for line in questions:
        signal.alarm(SECONDS)
        question = json.loads(line)
        answers.write(json.dumps(answer(drivers, question), default=plain) + "\n")
        signal.alarm(0)
        answers.flush()


if __name__ == "__main__":
    assert "awscli" not in botocore.__file__, "botocore is to be the one that Bellhop uses"
    main()
