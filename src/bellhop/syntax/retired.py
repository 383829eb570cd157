"""What AWS has switched off: operations that older botocores had and ours lacks.

Scripts and habits outlive a service. A command for one is understood whole, and then refused with the reason, rather
than taken for a mistyped name. `tools/build_retired.py` makes the file.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from botocore import xform_name

from bellhop.phrase import phrase


def descriptions() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each service with what it lost: a botocore `service-2` document that has its paginators under `pagination`.

    Services go by botocore's names. The file is read anew each time; what it holds is too much to keep.
    """
    packed = files("bellhop.syntax").joinpath("retired.json.gz").read_bytes()
    yield from msgspec.json.decode(gzip.decompress(packed))["services"].items()


def description(service: str) -> Mapping[str, Any]:
    """Return what one service lost.

    Raises:
        KeyError: it lost nothing.
    """
    return dict(descriptions())[service]


@cache
def operations() -> Mapping[str, Mapping[str, str]]:
    """Return the operations that are gone: service → the CLI's name → the API's name."""
    return {
        service: {xform_name(api, "-"): api for api in described["operations"]} for service, described in descriptions()
    }


def why(service: str, verb: str = "") -> str:
    """Say that a whole service, or one operation of it, is gone; by the CLI's names."""
    what = f"{service} {verb}".strip()
    return phrase("AWS has switched {what} off, and its SDK no longer has it.", what=what)
