"""Repositories, projects, applications and pipelines: read from ARNs, and found in a region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bellhop.arn import parse_arn
from bellhop.errors import AwsRefused, SetupError
from bellhop.setup.place import Aws, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a service's resources are called, how their ARN names them, and how they are listed.

    Args:
        noun: one of them.
        nouns: many of them.
        before: what stands before the name in the ARN's resource part.
        operation: lists them.
        items: where the answer has them.
        key: where an item has its name; empty = the item is the name.
    """

    noun: str
    nouns: str
    before: str
    operation: str
    items: str
    key: str


KINDS = {
    "codecommit": Kind(
        noun="CodeCommit repository",
        nouns="CodeCommit repositories",
        before="",
        operation="list_repositories",
        items="repositories",
        key="repositoryName",
    ),
    "codebuild": Kind(
        noun="CodeBuild project",
        nouns="CodeBuild projects",
        before="project/",
        operation="list_projects",
        items="projects",
        key="",
    ),
    "codedeploy": Kind(
        noun="CodeDeploy application",
        nouns="CodeDeploy applications",
        before="application:",
        operation="list_applications",
        items="applications",
        key="",
    ),
    "codepipeline": Kind(
        noun="CodePipeline pipeline",
        nouns="CodePipeline pipelines",
        before="",
        operation="list_pipelines",
        items="pipelines",
        key="name",
    ),
}
"""By service, as ARNs write it.

https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html
"""
_NOT_HERE = ("EndpointConnectionError", "ConnectTimeoutError")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeveloperResource:
    """A repository, project, application or pipeline: its service, its name, its ARN."""

    service: str
    name: str
    arn: str


def read_resource(arn: str) -> DeveloperResource:
    """What an ARN names.

    Raises:
        SetupError: nothing that a notification rule can be about.
    """
    parts = parse_arn(arn)
    kind = KINDS.get(parts.service) if parts else None
    name = parts.resource.removeprefix(kind.before) if parts and kind else ""
    if not parts or not kind or not name or (kind.before and not parts.resource.startswith(kind.before)):
        forms = ", ".join(f"arn:aws:{service}:REGION:ACCOUNT:{kind.before}NAME" for service, kind in KINDS.items())
        raise SetupError(f"{arn} is no repository, project, application or pipeline", fix=f"give one like {forms}")
    return DeveloperResource(service=parts.service, name=name, arn=arn)


def check_here(resource: DeveloperResource, place: Place) -> None:
    """Look at where a resource is: a rule, its resource and its topic share account and region.

    Raises:
        SetupError: it is elsewhere. A template's place is not known before it is deployed and fits any.
    """
    parts = parse_arn(resource.arn)
    if not parts or not place.account.isdigit() or (parts.region, parts.account) == (place.region, place.account):
        return
    raise SetupError(
        f"{resource.arn} is in account {parts.account}, {parts.region}; a notification rule and its topic must be too",
        fix=f"run this with --region {parts.region}"
        if parts.account == place.account
        else f"run this with credentials of account {parts.account}",
    )


def discover(aws: Aws) -> Iterator[DeveloperResource]:
    """Every repository, project, application and pipeline of a region, by service and name.

    A service that the region doesn't have has none.

    Raises:
        SetupError: AWS refuses to list them.
    """
    for service, kind in KINDS.items():
        for name in sorted(_names(aws, service, kind)):
            yield DeveloperResource(service=service, name=name, arn=aws.place.arn(service, f"{kind.before}{name}"))


def _names(aws: Aws, service: str, kind: Kind) -> list[str]:
    try:
        listed = list(aws.pages(service, kind.operation, kind.items, onwards="nextToken"))
    except AwsRefused as error:
        if error.code in _NOT_HERE:
            return []
        fix = error.fix or "name what is to be told of with --resource"
        raise SetupError(f"can't list the {kind.nouns}: {error.message}", fix=fix) from None
    return [str(one[kind.key] if kind.key else one) for one in listed]
