"""Runs the code of a Lambda function from its zip file, apart from this process's own modules."""

from __future__ import annotations

import builtins
import ctypes
import importlib
import io
import json
import posixpath
import traceback
import types
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bellhop.local.stand_ins import ROOT, Context, current, environment, print_here, stand_ins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bellhop.local.stand_ins import Invocation

_NOWHERE: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An error that a function ended with, in Lambda's words."""

    kind: str
    message: str
    stack: tuple[str, ...] = ()

    def payload(self, request_id: str) -> bytes:
        """Return the payload that Lambda answers with."""
        error: dict[str, Any] = {"errorMessage": self.message, "errorType": self.kind}
        return json.dumps(error | {"requestId": request_id, "stackTrace": list(self.stack)}).encode()


class Runtime:
    """A function's code, loaded once; its modules see nothing of this process's modules of the same name."""

    def __init__(self, function: Any, endpoint: str) -> None:
        with zipfile.ZipFile(io.BytesIO(function.code_bytes)) as archive:
            self._files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        self._modules: dict[str, types.ModuleType] = {}
        self._module, _, self._name = str(function.handler).rpartition(".")
        self._stand_ins = stand_ins(environment(function, endpoint), f"lambda.{function.function_name}")

    def run(self, invocation: Invocation, payload: str) -> bytes | Failure:
        """Call the handler with an event as JSON text and return its answer as JSON, or how it failed."""
        current.set(invocation)
        try:
            handler = self._handler()
        except _LoadError as error:
            return error.failure
        try:
            answer = handler(json.loads(payload), Context(invocation))
        except BaseException as error:  # noqa: BLE001  # sys.exit() in a handler ends the function, not this process
            return Failure(kind=type(error).__name__, message=str(error), stack=self._stack(error))
        try:
            return json.dumps(answer).encode()
        except (TypeError, ValueError) as error:
            return Failure(kind="Runtime.MarshalError", message=f"Unable to marshal response: {error}")

    def _handler(self) -> Any:
        module = self._module.replace("/", ".")
        try:
            loaded = self._import(module)
        except SyntaxError as error:
            raise _LoadError("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module}': {error}") from error
        except Exception as error:
            stack = self._stack(error)
            why = f"Unable to import module '{module}': {error}"
            raise _LoadError("Runtime.ImportModuleError", why, stack) from error
        if not hasattr(loaded, self._name):
            why = f"Handler '{self._name}' missing on module '{module}'"
            raise _LoadError("Runtime.HandlerNotFound", why)
        return getattr(loaded, self._name)

    def _import(self, name: str) -> types.ModuleType:
        if name in self._modules:
            return self._modules[name]
        path = name.replace(".", "/")
        file = next((f for f in (f"{path}.py", f"{path}/__init__.py") if f in self._files), None)
        if file is None:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)
        module = types.ModuleType(name)
        module.__dict__["__builtins__"] = vars(builtins) | {"print": print_here, "__import__": self._import_statement}
        module.__file__ = ROOT + file
        module.__package__ = name if file.endswith("__init__.py") else name.rpartition(".")[0]
        self._modules[name] = module
        try:
            exec(compile(self._files[file], ROOT + file, "exec"), module.__dict__)  # noqa: S102  # running it is the purpose
        except BaseException:
            del self._modules[name]
            raise
        return module

    def _import_statement(
        self,
        name: str,
        scope: Mapping[str, Any] | None = None,
        _: Any = None,
        wanted: Sequence[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        if level:
            package = str((scope or _NOWHERE).get("__package__") or "").split(".")
            kept = package[: len(package) - level + 1]
            name = ".".join([*kept, name] if name else kept)
        top = name.split(".")[0]
        if not level and (stand_in := self._stand_ins.get(name if wanted else top)):
            return stand_in
        if not level and not any(f == f"{top}.py" or f.startswith(f"{top}/") for f in self._files):
            return importlib.__import__(name, scope, None, wanted, 0)
        module = self._import(name)
        for each in wanted or ():
            if not hasattr(module, each) and each != "*":
                setattr(module, each, self._import(f"{name}.{each}"))
        return module if wanted or "." not in name else self._import(top)

    def _stack(self, error: BaseException) -> tuple[str, ...]:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(ROOT)]
        return tuple(self._frame(frame) for frame in frames)

    def _frame(self, frame: traceback.FrameSummary) -> str:
        source = self._files.get(posixpath.relpath(frame.filename, ROOT), b"").decode(errors="replace").splitlines()
        line = source[frame.lineno - 1].strip() if frame.lineno and frame.lineno <= len(source) else ""
        return f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n    {line}\n'


class _LoadError(Exception):
    def __init__(self, kind: str, message: str, stack: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.failure = Failure(kind=kind, message=message, stack=stack)


def stop_thread(thread: Any) -> None:
    """Raise SystemExit in a thread that runs Python code for too long; one that sleeps hears it when it wakes."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
