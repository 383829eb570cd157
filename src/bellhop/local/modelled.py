"""AWS APIs that moto lacks, driven by botocore's models: requests read and checked, answers written by their shapes.

An API is an object with a method an operation (`create_notification_rule`), which takes the caller's `Where` and the
parameters and returns the answer, as botocore would. It knows nothing of HTTP. JSON only, over REST or named by a
header: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html and aws-json-1_1-protocol.html beside it.
"""

from __future__ import annotations

import functools
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs, unquote

import botocore.session
import structlog
from botocore import xform_name
from botocore.validate import ParamValidator

from bellhop.local.backends import ACCOUNT
from bellhop.local.shapes import limits, written

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The account and region that a call is made in."""

    account: str
    region: str


class Fault(Exception):
    """An error that the API's model names; its HTTP status is the model's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class ModelledApi:
    """One such API as a WSGI application; `service` names it as moto's applications do.

    Args:
        service: botocore's name.
        operations: the object with the methods.
        invalid: the error's code for a request that the model does not allow.
        signs: the service that its requests are signed for, if that is another name.
        paths: how their paths begin, if other APIs are signed for the same service.
    """

    def __init__(self, service: str, operations: object, *, invalid: str, signs: str = "", paths: str = "/") -> None:
        self.service = service
        self._signs = signs or service
        self._paths = paths
        self._operations = operations
        self._invalid = invalid

    def takes(self, environ: Mapping[str, Any]) -> bool:
        """Whether a request is one of this API's."""
        return scope(environ)[1] == self._signs and str(environ.get("PATH_INFO", "/")).startswith(self._paths)

    def __call__(self, environ: Mapping[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request (WSGI)."""
        status, body = self._answer(environ)
        headers = [("Content-Type", "application/json"), ("x-amzn-RequestId", str(uuid.uuid4()))]
        if status >= 400:
            headers.append(("x-amzn-ErrorType", str(body["__type"])))
        text = b"" if status == 204 else json.dumps(body).encode()
        start_response(f"{status} Answered", [*headers, ("Content-Length", str(len(text)))])
        return [text]

    def _answer(self, environ: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        try:
            operation, parameters = self._read(environ)
            self._check(operation, parameters)
            result = self._act(operation)(_where(environ), **parameters)
        except Fault as fault:
            return self._status(fault.code), {"__type": fault.code, "message": fault.message, "Message": fault.message}
        except Exception:
            log.exception("an API of the local AWS failed", service=self.service, path=environ.get("PATH_INFO"))
            return 500, {"__type": "InternalFailure", "message": "the local AWS failed; its log says how"}
        shape = operation.output_shape
        return int(operation.http.get("responseCode", 200)), written(shape, result or {}) if shape else {}

    def _read(self, environ: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """The operation and its parameters; those in path and query are few and all text."""
        target = str(environ.get("HTTP_X_AMZ_TARGET", ""))
        if target:
            operation, found = self._named(target.rpartition(".")[2]), None
        else:
            operation, found = self._route(str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", "")))
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        parameters = _object(body)
        if parameters is None:
            raise Fault("SerializationException", "the body is no JSON object")
        members: dict[str, Any] = operation.input_shape.members if operation.input_shape else {}
        query = parse_qs(str(environ.get("QUERY_STRING", "")))
        for name, member in members.items():
            key, location = member.serialization.get("name", name), member.serialization.get("location")
            if location == "uri" and found:
                parameters[name] = unquote(found[key])
            elif location == "querystring" and key in query:
                parameters[name] = query[key] if member.type_name == "list" else query[key][0]
        return operation, {name: parameters[name] for name in members if parameters.get(name) is not None}

    def _act(self, operation: Any) -> Any:
        act = getattr(self._operations, xform_name(operation.name), None)
        if act is None:
            raise Fault("UnknownOperationException", f"the local AWS has no {operation.name}")
        return act

    def _named(self, name: str) -> Any:
        if name not in _model(self.service).operation_names:
            raise Fault("UnknownOperationException", f"there is no {name}")
        return _model(self.service).operation_model(name)

    def _route(self, method: str, path: str) -> tuple[Any, re.Match[str]]:
        for pattern, operation in _routes(self.service):
            found = pattern.fullmatch(path)
            if found and operation.http["method"] == method:
                return operation, found
        raise Fault("UnknownOperationException", f"there is no {method} {path}")

    def _check(self, operation: Any, parameters: Mapping[str, Any]) -> None:
        if not operation.input_shape:
            return
        report: Any = ParamValidator().validate(parameters, operation.input_shape)
        problems = [report.generate_report()] if report.has_errors() else []
        problems.extend(limits(operation.input_shape, parameters, "") if not problems else ())
        if problems:
            raise Fault(self._invalid, "; ".join(problems))

    def _status(self, code: str) -> int:
        shape = _model(self.service).shape_for_error_code(code)
        return int(cast("dict[str, Any]", shape.metadata).get("error", {}).get("httpStatusCode", 400)) if shape else 400


@functools.cache
def _model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


@functools.cache
def _routes(service: str) -> list[tuple[re.Pattern[str], Any]]:
    """The paths of a service as patterns, with their operations."""
    routes: list[tuple[re.Pattern[str], Any]] = []
    for name in _model(service).operation_names:
        operation = _model(service).operation_model(name)
        parts = re.split(r"{(\w+)\+?}", operation.http["requestUri"].partition("?")[0])
        pattern = "".join(f"(?P<{part}>.+)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
        routes.append((re.compile(pattern), operation))
    return routes


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        value: Any = json.loads(body or b"{}")
    except ValueError:
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _where(environ: Mapping[str, Any]) -> Where:
    return Where(account=ACCOUNT, region=scope(environ)[0] or "us-east-1")


def scope(environ: Mapping[str, Any]) -> tuple[str, str]:
    """The region and the service that a request is signed for, empty if it is not.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    """
    found = re.search(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request", str(environ.get("HTTP_AUTHORIZATION", "")))
    return (found[1], found[2]) if found else ("", "")
