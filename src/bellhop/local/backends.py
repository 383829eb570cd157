"""The state that moto keeps in this process: one backend a service, account and region.

moto is pinned and its models are untyped where it matters to us, so everything here is `Any`: this file and
`patches.py` are where the two meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto import backends as moto_backends
from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.core.models import DEFAULT_ACCOUNT_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

_find: Any = moto_backends.get_backend

ACCOUNT: str = DEFAULT_ACCOUNT_ID
"""The account that any unknown credentials belong to: 123456789012."""


def backend(service: str, region: str, account: str = ACCOUNT) -> Any:
    """Return moto's state of a service in a region; `service` is moto's name, as in `cloudwatch` or `sns`.

    Services without regions (iam, s3, sts) take the partition's name, `aws`.
    """
    return _find(service)[account][region]


def backends(service: str) -> Iterator[Any]:
    """Yield the states of a service that exist by now, in every account and region; creates none."""
    for regions in list(_find(service).values()):
        yield from list(regions.values())


def bucket_region(bucket: str, account: str = ACCOUNT) -> str | None:
    """Return the region that a bucket is in, or None if there is no such bucket."""
    found = backend("s3", "aws", account).buckets.get(bucket)
    return str(found.region_name) if found else None


def forget_everything() -> None:
    """Drop all of moto's state."""
    BackendDict.reset()
    reset_model_data()
