"""Runs one command: `Command` → `Outcome`, in a thread, within a wall clock.

Nothing of this process leaks in: clients come from `Clients`, parameters from the command, and no file is read.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, Protocol

from botocore import xform_name
from botocore.model import OperationModel

from bellhop.aws.deadline import deadline
from bellhop.aws.explain import explained, not_in_time
from bellhop.aws.pages import joined
from bellhop.aws.plain import plain
from bellhop.aws.redact import redact
from bellhop.aws.requests import requests_of
from bellhop.command import Access, Command, Outcome
from bellhop.errors import Busy, NotUnderstood
from bellhop.guardrails import needs
from bellhop.guardrails.access import reads
from bellhop.guardrails.session_policy import SessionPolicy
from bellhop.phrase import phrase

CHAT_ITEMS = 20
"""How many items of a list a channel sees at once, unless `--max-items`, `--output` or `--query` says otherwise."""

TIMEOUT = 15.0
"""Seconds that a command may take, as in AWS's own service.

https://docs.aws.amazon.com/chatbot/latest/adminguide/intro-to-the-aws-cli-in-slack.html
"""


class Clients(Protocol):
    """Where clients come from: `bellhop.aws.session.Clients`."""

    region: str

    def client(
        self,
        service: str,
        *,
        region: str = "",
        role: str = "",
        session_name: str = "",
        policy: SessionPolicy | None = None,
        read_timeout: float = 10,
        attempts: int = 3,
    ) -> Any:
        """A client by botocore's name of the service."""
        ...

    def account(self, *, role: str = "") -> str:
        """The account of a role, or of the base credentials."""
        ...


def call(
    clients: Clients,
    command: Command,
    *,
    model: OperationModel,
    region: str = "",
    role: str = "",
    session_name: str = "",
    policy: SessionPolicy | None = None,
    timeout: float = TIMEOUT,
    let_go: Event | None = None,
) -> Outcome:
    """Call AWS and take the secrets out of its answer.

    Blocks; `Caller` is for the event loop. A list ends after `--max-items`, or 20 items; with `--output` or `--query`
    it is as long as the bounds of `pages.joined` let it be. Streams are read up to 1 MiB.

    Args:
        clients: where clients come from.
        command: what to run; its region goes before `region`.
        model: the model of its operation.
        region: the channel's region; empty = the one of `clients`.
        role: ARN of the role to run as; empty = the base credentials.
        session_name: what CloudTrail shows beside the role.
        policy: what the role's session may do at most; None = what the role may.
        timeout: seconds after which nothing more is sent.
        let_go: nothing more is sent either once this is set.

    Raises:
        AwsRefused: AWS answered with an error, could not be reached, or took too long.
        NotUnderstood: a parameter does not fit (`bad-value`), or the answer would be a stream of events.
    """
    if model.has_event_stream_output or model.has_event_stream_input:
        raise NotUnderstood(
            "event-stream",
            phrase("{operation} answers with a stream of events, not once.", operation=command.verb or model.name),
        )
    where = command.region or region or clients.region
    service = model.service_model.service_name
    account = clients.account(role=role)
    client = clients.client(
        service,
        region=where,
        role=role,
        session_name=session_name,
        policy=policy,
        read_timeout=timeout,
        attempts=3 if _may_repeat(service, model) else 1,
    )
    try:
        with deadline(client, timeout, let_go), requests_of(client) as requests:
            answer, items, token = _ask(client, command, model, timeout)
    except Exception as error:
        raise explained(error, command, model, region=where, role=role, timeout=timeout) from error
    answer.pop("ResponseMetadata", None)
    shown, ids = redact(model, answer), tuple(requests)
    return Outcome(account=account, region=where, role=role, answer=shown, items=items, next_token=token, requests=ids)


class Caller:
    """Runs commands beside the event loop, so many at once.

    Args:
        clients: where clients come from.
        threads: how many commands run at once.
        timeout: seconds of wall clock that each may take, waiting for a thread included.
    """

    def __init__(self, clients: Clients, *, threads: int = 16, timeout: float = TIMEOUT) -> None:
        self._clients = clients
        self._timeout = timeout
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="aws-command")

    async def run(
        self,
        command: Command,
        *,
        model: OperationModel,
        region: str = "",
        role: str = "",
        session_name: str = "",
        policy: SessionPolicy | None = None,
        seconds: float = 0,
    ) -> Outcome:
        """`call` within the wall clock, or within `seconds` if that is not 0; cancelled, it lets go of AWS.

        Raises:
            AwsRefused, NotUnderstood: as `call`; AWS may still do what was asked if the time ran out.
            Busy: no thread became free in time, and nothing was run.
        """
        timeout = seconds or self._timeout
        let_go = Event()
        running: Future[Outcome] = self._pool.submit(
            call,
            self._clients,
            command,
            model=model,
            region=region,
            role=role,
            session_name=session_name,
            policy=policy,
            timeout=timeout,
            let_go=let_go,
        )
        answer = asyncio.wrap_future(running)
        try:
            done, _ = await asyncio.wait({answer}, timeout=timeout)
        except asyncio.CancelledError:
            let_go.set()
            answer.cancel()
            raise
        if done:
            return answer.result()
        never_ran = running.cancel()
        answer.cancel()
        if never_ran:
            raise Busy("Too many commands run at once; this one did not run.", fix="try again")
        raise not_in_time(model, timeout)

    def close(self) -> None:
        """Take no more commands; those that run end by themselves."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _may_repeat(service: str, model: OperationModel) -> bool:
    """Whether a call that got no answer may be sent again: it only looks, or AWS knows a repetition by its token.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    """
    looks = needs(service, model.name).access in {Access.LIST, Access.READ} and reads(model.name)
    return looks or bool(model.idempotent_members)


_Answer = tuple[dict[str, Any], tuple[int, int] | None, str]


def _ask(client: Any, command: Command, model: OperationModel, timeout: float) -> _Answer:
    method = xform_name(model.name)
    if command.waiter:
        waiter = client.get_waiter(xform_name(command.waiter).replace("-", "_"))
        pause = max(1, min(int(waiter.config.delay), 5))
        config = {"Delay": pause, "MaxAttempts": max(1, int(timeout / pause))}
        waiter.wait(**command.parameters, WaiterConfig=config)
        return {}, None, ""
    if command.paginate and client.can_paginate(method):
        everything = command.output or command.query or command.file or command.custom
        most = command.max_items if command.max_items or everything else CHAT_ITEMS
        pages = joined(client.get_paginator(method), command, max_items=most)
        return plain(pages.answer), pages.items, pages.next_token
    return plain(getattr(client, method)(**command.parameters)), None, ""
