"""botocore's own model files as the grammar's source: no build needed, the price is reading a whole service.

Only botocore's packaged data is read, never `~/.aws/models`: what somebody keeps in a home directory must not change
what a channel's command means. https://github.com/boto/botocore/tree/develop/botocore/data
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from botocore import xform_name
from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader

from bellhop.syntax import retired
from bellhop.syntax.record import Record, cut, outputs

_SHAPES = re.compile(rb',\s*"shapes"\s*:\s*\{')
_CHUNK = 1 << 16


def cli_name(api: str) -> str:
    """Return the CLI's spelling of an API name: `ListFunctions` → `list-functions`."""
    return xform_name(api, "-")


def loader() -> Loader:
    """Return a loader of botocore's packaged data; its cache lives only as long as it does."""
    return Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)


class Disk:
    """Operations read from botocore's files; the four services read last are kept."""

    def __init__(self) -> None:
        self._description = lru_cache(maxsize=4)(_description)
        self.services = lru_cache(maxsize=1)(_services)
        self.verbs = lru_cache(maxsize=64)(self._verbs)
        self.waiters = lru_cache(maxsize=64)(_waiters)
        self.index = lru_cache(maxsize=1)(self._index)

    def _verbs(self, service: str) -> Mapping[str, str]:
        description, _ = self._description(service)
        return {cli_name(api): api for api in description["operations"]}

    def _index(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for service in self.services():
            for verb in _quick_verbs(service):
                found[verb] = (*found.get(verb, ()), service)
        return found

    def record(self, service: str, api: str) -> Record:
        """Return one operation of a service by its API name.

        Raises:
            KeyError: there is none.
        """
        description, paginators = self._having(service, api)
        return cut(description, api, paginators.get(api))

    def _having(self, service: str, api: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the description that has an operation, and its pagination."""
        if api not in self.retired().get(service, {}).values():
            return self._description(service)
        gone = retired.description(service)
        return gone, gone["pagination"]

    def retired(self) -> Mapping[str, Mapping[str, str]]:
        """Return what AWS has switched off: service → the operation's CLI name → its API name."""
        return retired.operations()

    def api(self, service: str, verb: str) -> str | None:
        """Return the API's name of a service's operation by its CLI name; None if there is none."""
        gone = self.retired().get(service, {})
        return gone.get(verb) or (self.verbs(service).get(verb) if service in self.services() else None)

    def outputs(self, service: str, api: str) -> Mapping[str, Any]:
        """Return the shapes that an operation's answer reaches."""
        return outputs(self._having(service, api)[0], api)


def _services() -> tuple[str, ...]:
    return tuple(loader().list_available_services("service-2"))


def _description(service: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    files = loader()
    description = files.load_service_model(service, "service-2")
    try:
        paginators: Mapping[str, Any] = files.load_service_model(service, "paginators-1")["pagination"]
    except DataNotFoundError:
        paginators = {}
    return description, paginators


def _waiters(service: str) -> Mapping[str, tuple[str, str]]:
    try:
        found = loader().load_service_model(service, "waiters-2")["waiters"]
    except DataNotFoundError:
        return {}
    return {cli_name(name): (name, waiter["operation"]) for name, waiter in found.items()}


def _quick_verbs(service: str) -> list[str]:
    """Return a service's verbs from the head of its file: the operations stand before the shapes."""
    files = loader()
    folder = Path(Loader.BUILTIN_DATA_PATH) / service / files.determine_latest_version(service, "service-2")
    packed = folder / "service-2.json.gz"
    if packed.exists():
        with gzip.open(packed) as file:
            head = b""
            while chunk := file.read(_CHUNK):
                head += chunk
                end = _SHAPES.search(head, max(0, len(head) - len(chunk) - 64))
                if end:
                    return _operations(head[: end.start()] + b"}") or list(_verbs_of(files, service))
    return list(_verbs_of(files, service))


def _operations(head: bytes) -> list[str]:
    try:
        return [cli_name(api) for api in msgspec.json.decode(head)["operations"]]
    except (msgspec.DecodeError, KeyError):
        return []


def _verbs_of(files: Loader, service: str) -> list[str]:
    return [cli_name(api) for api in files.load_service_model(service, "service-2")["operations"]]
