"""CloudFront's short forms: `create-invalidation --paths`, `create-distribution --origin-domain-name`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from bellhop.syntax.models import Operation
from bellhop.syntax.options import Parameters, Table, Takes, exclude, extra
from bellhop.syntax.values import BadValue


def _reference(prefix: str = "bellhop") -> str:
    """Return a name that is new each time: CloudFront takes a second request of the same name for the first."""
    return f"{prefix}-{uuid4().hex}"


def _create_invalidation(_: Operation, table: Table) -> None:
    table.change("invalidation-batch", required=False)
    table.add(extra("paths", _put_paths, takes=Takes.SOME, kind="list of strings", sentence="Paths to invalidate."))
    exclude(table, ["invalidation-batch"], ["paths"])


def _put_paths(parameters: Parameters, raw: list[str]) -> None:
    paths = {"Quantity": len(raw), "Items": raw}
    parameters["InvalidationBatch"] = {"CallerReference": _reference(), "Paths": paths}


def _create_distribution(_: Operation, table: Table) -> None:
    table.change("distribution-config", required=False)
    table.add(extra("origin-domain-name", _put_origin, sentence="The domain name of your origin."))
    table.add(extra("default-root-object", _put_root, sentence="What is returned for the root, as index.html."))
    exclude(table, ["distribution-config"], ["origin-domain-name", "default-root-object"])


def _config(parameters: Parameters) -> dict[str, Any]:
    """Return the least configuration that CloudFront takes."""
    if "DistributionConfig" not in parameters:
        least: dict[str, Any] = {
            "CallerReference": _reference(),
            "Origins": {"Quantity": 0, "Items": []},
            "DefaultCacheBehavior": {
                "TargetOriginId": "placeholder",
                "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
                "TrustedSigners": {"Enabled": False, "Quantity": 0},
                "ViewerProtocolPolicy": "allow-all",
                "MinTTL": 0,
            },
            "Enabled": True,
            "Comment": "",
        }
        parameters["DistributionConfig"] = least
    return parameters["DistributionConfig"]


def _put_origin(parameters: Parameters, raw: str) -> None:
    config = _config(parameters)
    origin: dict[str, Any] = {"Id": _reference(raw), "DomainName": raw, "OriginPath": ""}
    if raw.endswith(".s3.amazonaws.com"):
        origin["S3OriginConfig"] = {"OriginAccessIdentity": ""}
    else:
        origin["CustomOriginConfig"] = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}
    config["Origins"] = {"Quantity": 1, "Items": [origin]}
    config["DefaultCacheBehavior"]["TargetOriginId"] = origin["Id"]


def _put_root(parameters: Parameters, raw: str) -> None:
    _config(parameters)["DefaultRootObject"] = raw


def _update_distribution(_: Operation, table: Table) -> None:
    table.change("distribution-config", required=False)
    table.add(extra("default-root-object", _put_root_of_existing))


def _put_root_of_existing(_: Parameters, __: str) -> None:
    raise BadValue(
        "it would have to read the distribution first; get it with cloudfront get-distribution-config, "
        "and give the changed configuration as --distribution-config with --if-match"
    )


ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("cloudfront", "create-distribution"): _create_distribution,
    ("cloudfront", "create-invalidation"): _create_invalidation,
    ("cloudfront", "update-distribution"): _update_distribution,
}
