"""Lambda functions that really run: Python code, in this process, in a thread of its own.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

from __future__ import annotations

import base64
import json
import threading
import time
import uuid
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from moto.awslambda.exceptions import LambdaClientError

from bellhop.local.backends import backend
from bellhop.local.runtime import Failure, Runtime, stop_thread
from bellhop.local.stand_ins import Invocation
from bellhop.local.times import millis_z, now

if TYPE_CHECKING:
    from collections.abc import Callable

    from bellhop.local.background import Background
    from bellhop.local.metrics import Counter

log = structlog.get_logger(__name__)

TAIL = 4096
"""LogResult holds the last 4 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an invocation came to: its payload, whether that is an error, and what was logged."""

    payload: bytes
    failed: bool
    log: str


class Functions:
    """Runs functions, and keeps their code loaded from one invocation to the next, as a warm Lambda does."""

    def __init__(self, *, endpoint: str, background: Background, count: Counter) -> None:
        self._endpoint = endpoint
        self._background = background
        self._count = count
        self._runtimes: dict[tuple[str, str], Runtime] = {}
        self._lock = threading.Lock()
        self._waiting: set[threading.Event] = set()

    def stop(self) -> None:
        """Time out what runs, so that nothing waits for it."""
        with self._lock:
            for ended in self._waiting:
                ended.set()

    def invoke(self, _: Callable[..., Any]) -> Callable[..., Any]:
        """Make what moto's `LambdaFunction.invoke` is replaced with."""

        def invoke(function: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:
            text = body.decode() if isinstance(body, bytes) else body or "{}"
            try:
                json.loads(text)
            except ValueError as error:
                raise LambdaClientError(
                    "InvalidRequestContentException", f"Could not parse request body into json: {error}"
                ) from error
            response_headers["x-amz-executed-version"] = str(function.version)
            kind = request_headers.get("x-amz-invocation-type") or "RequestResponse"
            if kind == "DryRun":
                return b""
            if kind == "Event":
                self._background.submit(f"Lambda {function.function_name}", lambda: _drop(self.run(function, text)))
                return b""
            result = self.run(function, text)
            if result.failed:
                response_headers["x-amz-function-error"] = "Unhandled"
            response_headers["x-amz-log-result"] = base64.b64encode(result.log.encode()[-TAIL:]).decode()
            return result.payload

        return invoke

    def run_later(self, arn: str, payload: str) -> None:
        """Invoke the function that an ARN names, from another thread, and drop what it returns."""
        region, account = arn.split(":")[3:5]
        function = backend("lambda", region, account).get_function(arn)
        self._background.submit(f"Lambda {arn}", lambda: _drop(self.run(function, payload)))

    def run(self, function: Any, payload: str) -> Result:
        """Run a function to its end or its time-out; writes its log to CloudWatch Logs and counts it."""
        invocation = Invocation(request_id=str(uuid.uuid4()), function=function)
        started = time.perf_counter()
        outcome = self._outcome(invocation, payload)
        milliseconds = (time.perf_counter() - started) * 1000
        failed = isinstance(outcome, Failure)
        text = _log(invocation, outcome, milliseconds)
        function.logs_backend.ensure_log_group(function.logs_group_name)
        function.save_logs(text)
        dimensions = {"FunctionName": str(function.function_name)}
        count = self._count
        count(function.region, "AWS/Lambda", "Invocations", dimensions, account=function.account_id)
        count(function.region, "AWS/Lambda", "Errors", dimensions, value=float(failed), account=function.account_id)
        payload_out = outcome.payload(invocation.request_id) if isinstance(outcome, Failure) else outcome
        return Result(payload=payload_out, failed=failed, log=text)

    def _outcome(self, invocation: Invocation, payload: str) -> bytes | Failure:
        function = invocation.function
        if not str(function.run_time).startswith("python"):
            why = f"The local AWS runs Python functions only; {function.function_name} is {function.run_time}."
            return Failure(kind="Runtime.NotSupportedLocally", message=why)
        outcome: list[bytes | Failure] = []
        ended = threading.Event()

        def run() -> None:
            try:
                outcome.append(self._runtime(function).run(invocation, payload))
            except zipfile.BadZipFile as error:
                outcome.append(Failure(kind="Runtime.InvalidZip", message=f"The function's code is no zip: {error}"))
            finally:
                ended.set()

        thread = threading.Thread(target=run, name=f"lambda-{function.function_name}", daemon=True)
        with self._lock:
            self._waiting.add(ended)
        thread.start()
        ended.wait(float(function.timeout))
        with self._lock:
            self._waiting.discard(ended)
        if outcome:
            return outcome[0]
        stop_thread(thread)
        message = f"{millis_z(now())} {invocation.request_id} Task timed out after {function.timeout:.2f} seconds"
        return Failure(kind="Sandbox.Timedout", message=message)

    def _runtime(self, function: Any) -> Runtime:
        key = (str(function.function_arn), f"{function.code_sha_256} {function.handler} {function.environment_vars}")
        with self._lock:
            if key not in self._runtimes:
                self._runtimes = {k: v for k, v in self._runtimes.items() if k[0] != key[0]}
                self._runtimes[key] = Runtime(function, self._endpoint)
            return self._runtimes[key]


def _drop(result: Result) -> None:
    if result.failed:
        log.info("a Lambda function failed", payload=result.payload.decode())


def _log(invocation: Invocation, outcome: bytes | Failure, milliseconds: float) -> str:
    function, request = invocation.function, invocation.request_id
    error = f"[ERROR] {outcome.kind}: {outcome.message}\n" if isinstance(outcome, Failure) else ""
    output = invocation.output.getvalue()
    return (
        f"START RequestId: {request} Version: {function.version}\n"
        f"{output}{'' if not output or output.endswith(chr(10)) else chr(10)}{error}"
        f"END RequestId: {request}\n"
        f"REPORT RequestId: {request}\tDuration: {milliseconds:.2f} ms\t"
        f"Billed Duration: {int(milliseconds) + 1} ms\tMemory Size: {function.memory_size} MB\t"
        f"Max Memory Used: {min(38, function.memory_size)} MB\n"
    )
