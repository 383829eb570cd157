"""The one door to botocore's models: names of services and operations as the AWS CLI spells them, and their shapes.

Read from the compiled file if it is there, else from botocore's own files; both give the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from bellhop.syntax.database import Database, file_in
from bellhop.syntax.disk import Disk
from bellhop.syntax.questions.ranking import answers
from bellhop.syntax.record import Record
from bellhop.syntax.shapes import OperationModel, ServiceModel, StructureShape
from bellhop.syntax.special import names, refused

KEPT = 500
"""Operations whose inputs are kept in memory; the one used longest ago goes first."""
WHOLE_KEPT = 50
"""As above, with their answers."""


class Source(Protocol):
    """Where operations are read from; services go by botocore's names here."""

    def services(self) -> tuple[str, ...]: ...  # noqa: D102  # the class says what it gives
    def verbs(self, service: str) -> Mapping[str, str]: ...  # noqa: D102  # the CLI's name → the API's
    def waiters(self, service: str) -> Mapping[str, tuple[str, str]]: ...  # noqa: D102  # → waiter, operation
    def index(self) -> Mapping[str, tuple[str, ...]]: ...  # noqa: D102  # the CLI's name → services that have it
    def api(self, service: str, verb: str) -> str | None: ...  # noqa: D102  # the CLI's name → the API's
    def record(self, service: str, api: str) -> Record: ...  # noqa: D102  # KeyError if there is none
    def outputs(self, service: str, api: str) -> Mapping[str, Any]: ...  # noqa: D102  # shapes of the answer
    def retired(self) -> Mapping[str, Mapping[str, str]]: ...  # noqa: D102  # service → the CLI's name → the API's


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation under the names that a person types.

    Args:
        service: the CLI's name of the service: `s3api`.
        verb: the CLI's name of the operation: `list-buckets`.
        name: the API's name of the operation: `ListBuckets`.
        input_shape: what it takes, or None; its documentation is cut down to first sentences.
        paginator: how its answers are paged (input_token, limit_key, result_key, …), or None.
        streams: its answer is a stream of bytes.
        events: it takes or answers with a stream of events.
        waiter: the CLI's name of the waiter that polls it (`instance-running`), or empty.
        retired: AWS has switched it off.
    """

    service: str
    verb: str
    name: str
    input_shape: StructureShape | None
    paginator: Mapping[str, Any] | None
    streams: bool
    events: bool
    waiter: str = ""
    retired: bool = False

    @property
    def api_service(self) -> str:
        """Botocore's name of the service: `s3` for `s3api`."""
        return names.SERVICES.get(self.service, self.service)


class Models:
    """Every service and operation that botocore knows.

    Args:
        folder: where `bellhop.syntax.compile.compiled` puts its file. It is used as soon as it is there, even if it
            appears later; without it operations are read from botocore's own files.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._source: Source = Disk()
        self._operation = lru_cache(maxsize=KEPT)(self._read)
        self.model = lru_cache(maxsize=WHOLE_KEPT)(self._read_model)
        self._known = lru_cache(maxsize=1)(
            lambda: frozenset((*self.services(), *self._source.retired())) | names.NICKNAMES
        )
        self._look_for_file()

    def _look_for_file(self) -> None:
        """Take the compiled file if it has appeared; called where a file's worth of reading would follow anyway."""
        if self._folder is not None and file_in(self._folder).exists():
            try:
                self._source = Database(file_in(self._folder))
            except sqlite3.Error:
                return  # a broken file is built anew by `compiled`; until then botocore's own files do
            self._folder = None

    def services(self) -> tuple[str, ...]:
        """Return the services' names as the CLI has them, sorted; what AWS has switched off is not among them."""
        return tuple(sorted(_cli_service(service) for service in self._source.services()))

    def has(self, service: str) -> bool:
        """Say whether the CLI knows a service of that name, or knew it until AWS switched it off."""
        return service in self._known()

    def is_retired(self, service: str) -> bool:
        """Say whether AWS has switched off a whole service."""
        return service in self._source.retired() and service not in self._source.services()

    def verbs(self, service: str) -> Mapping[str, str]:
        """Return a service's operations: the CLI's name → the API's name, what the CLI leaves out left out too.

        Raises:
            KeyError: there is no such service.
        """
        if not self.has(service):
            raise KeyError(service)
        self._look_for_file()
        if self.is_retired(service):
            return self._source.retired()[service]
        found = self._source.verbs(names.SERVICES.get(service, service))
        left_out = refused.LEFT_OUT.get(service, {})
        return {verb: api for verb, api in found.items() if verb not in left_out} if left_out else found

    def api_of(self, service: str, verb: str) -> str | None:
        """Return the API's name of a command's operation, also for names that the CLI hides; None if there is none."""
        if not self.has(service) or verb in refused.LEFT_OUT.get(service, {}):
            return None
        self._look_for_file()
        api = self._source.api(names.SERVICES.get(service, service), verb)
        return api or names.VERBS.get(service, {}).get(verb)

    def operation(self, service: str, verb: str) -> Operation:
        """Return an operation by the CLI's names.

        Raises:
            KeyError: there is no such service or operation.
        """
        api = self.api_of(service, verb)
        if api is None:
            raise KeyError(verb)
        return self._operation(service, verb, api, "")

    def waiters(self, service: str) -> tuple[str, ...]:
        """Return the CLI's names of a service's waiters: what may follow `wait`."""
        if self.is_retired(service):
            return ()
        return tuple(sorted(self._source.waiters(names.SERVICES.get(service, service))))

    def waiter(self, service: str, waiter: str) -> Operation:
        """Return the operation that a waiter polls.

        Raises:
            KeyError: there is no such waiter.
        """
        _, api = self._source.waiters(names.SERVICES.get(service, service))[waiter]
        verb = next(verb for verb, name in self.verbs(service).items() if name == api)
        return self._operation(service, verb, api, waiter)

    def _read(self, service: str, verb: str, api: str, waiter: str) -> Operation:
        self._look_for_file()
        api_service = names.SERVICES.get(service, service)
        record = self._source.record(api_service, api)
        inputs = {"metadata": record.metadata, "operations": {api: record.operation}, "shapes": record.shapes}
        shape = ServiceModel(inputs, api_service).operation_model(api).input_shape
        return Operation(
            service=service,
            verb=verb,
            name=api,
            input_shape=shape if isinstance(shape, StructureShape) else None,
            paginator=record.paginator,
            streams=record.streams,
            events=record.events,
            waiter=waiter,
            retired=api in self._source.retired().get(api_service, {}).values(),
        )

    def _read_model(self, service: str, api: str) -> OperationModel:
        """Return botocore's model of an operation, answer included; `service` by the CLI's name, `api` the API's.

        Raises:
            KeyError: there is no such operation.
        """
        service = names.SERVICES.get(service, service)
        record = self._source.record(service, api)
        shapes = {**self._source.outputs(service, api), **record.shapes}
        whole = {"metadata": record.metadata, "operations": {api: record.operation}, "shapes": shapes}
        return ServiceModel(whole, service).operation_model(api)

    def find(self, verb: str) -> tuple[str, ...]:
        """Return the services, by their CLI names, that have an operation of that CLI name."""
        services = (_cli_service(service) for service in self._source.index().get(verb, ()))
        return tuple(service for service in services if verb not in refused.LEFT_OUT.get(service, {}))

    def answers(self, question: str, recent: Sequence[str] = ()) -> tuple[str, ...] | None:
        """Return the commands that may answer a plain question, three at most; None without the compiled file.

        Args:
            question: in English or Korean.
            recent: services that the channel used lately.
        """
        self._look_for_file()
        if not isinstance(self._source, Database):
            return None
        return answers(question, self._source.search, self._known().__contains__, recent)

    def every_verb(self) -> tuple[str, ...]:
        """Return the CLI names of all operations of all services, each once."""
        return tuple(self._source.index())


_CLI_NAMES = {api: cli for cli, api in names.SERVICES.items() if cli not in names.NICKNAMES}


def _cli_service(service: str) -> str:
    return _CLI_NAMES.get(service, service)
