"""What went wrong in a call, in words that name the fix."""

from __future__ import annotations

import re

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    PaginationError,
    ParamValidationError,
    ReadTimeoutError,
    WaiterError,
)
from botocore.model import OperationModel
from botocore.session import Session

from bellhop.aws.deadline import TooLate
from bellhop.aws.redact import HIDDEN, secret_texts
from bellhop.aws.refusal import refusal
from bellhop.command import Access, Command
from bellhop.errors import AwsRefused, BellhopError, NotUnderstood
from bellhop.guardrails import needs
from bellhop.phrase import phrase

_FORBIDDEN = frozenset(
    {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "Forbidden", "403"}
)
_ACTION = re.compile(r"not authorized to perform:? \[?([\w-]+:\w+)")


def explained(
    error: Exception, command: Command, model: OperationModel, *, region: str, role: str, timeout: float
) -> BellhopError:
    """A call's error as ours, with the fix where one is known and without the secrets that were typed.

    Raises:
        Exception: the error itself if it is a mistake of ours.
    """
    if isinstance(error, BellhopError):
        return error
    if isinstance(error, ParamValidationError | PaginationError) or _is_bad_token(error, command):
        return NotUnderstood("bad-value", _sentence(error, command, model))
    if isinstance(error, TooLate | ReadTimeoutError | ConnectTimeoutError):
        return not_in_time(model, timeout)
    if isinstance(error, WaiterError):
        return _not_yet(error, command, timeout)
    if not isinstance(error, ClientError | BotoCoreError):
        raise error
    said = refusal(error)
    message = _without_secrets(said.message, command, model)
    fix = said.fix or _fix(
        said, model, region=region, role=role, unreachable=isinstance(error, EndpointConnectionError)
    )
    return AwsRefused(said.code, message, request_id=said.request_id, fix=fix)


def not_in_time(model: OperationModel, timeout: float) -> AwsRefused:
    """That a command took too long, and what that means for what it was to change."""
    service, name = model.service_model.service_name, model.name
    looks = needs(service, name).access in {Access.LIST, Access.READ}
    message = phrase("AWS did not answer within {seconds:g} s.", seconds=timeout)
    if not looks:
        message = phrase("{late} What was asked may still be done.", late=message)
    fix = "ask for less, or try again" if looks else "look whether it was done before you run it again"
    if (service, name) == ("lambda", "Invoke"):
        fix = "add --invocation-type Event for functions that take longer"
    return AwsRefused("Timeout", message, fix=fix)


def _is_bad_token(error: Exception, command: Command) -> bool:
    return bool(command.starting_token) and isinstance(error, ValueError) and not isinstance(error, BotoCoreError)


def _sentence(error: Exception, command: Command, model: OperationModel) -> str:
    if isinstance(error, ParamValidationError):
        report = str(error).partition("\n")[2].strip() or str(error)
        return _without_secrets(report.replace("\n", "; "), command, model)
    return (
        phrase("--starting-token is not one: {error}", error=str(error))
        if _is_bad_token(error, command)
        else str(error)
    )


def _without_secrets(text: str, command: Command, model: OperationModel) -> str:
    for secret in secret_texts(command, model):
        text = text.replace(secret, HIDDEN)
    return text


def _not_yet(error: WaiterError, command: Command, timeout: float) -> AwsRefused:
    if "Max attempts exceeded" in str(error):
        return AwsRefused(
            "Timeout",
            phrase("{waiter} is not so after {seconds:g} s.", waiter=command.waiter, seconds=timeout),
            fix="ask again later",
        )
    return AwsRefused("WaiterError", str(error))


def _fix(said: AwsRefused, model: OperationModel, *, region: str, role: str, unreachable: bool) -> str:
    service = model.service_model.service_name
    if said.code in _FORBIDDEN:
        found = _ACTION.search(said.message)
        action = found[1] if found else ", ".join(needs(service, model.name).actions)
        return phrase("allow {action} to {role}", action=action, role=role or "the identity that Bellhop runs as")
    if unreachable:
        return _where_it_is(service, region)
    if said.code in {"Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException"}:
        return "wait a little and try again"
    return ""


def _where_it_is(service: str, region: str) -> str:
    session = Session()
    known = {r for p in session.get_available_partitions() for r in session.get_available_regions(service, p)}
    if region in known or not known:
        return "check the network and the endpoint"
    near = sorted(known, key=lambda name: (name[:2] != region[:2], name))[:5]
    return phrase(
        "{service} is not in {region}: try --region {near}", service=service, region=region, near=", ".join(near)
    )
