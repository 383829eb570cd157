"""`Place`: which account and region, and `Aws`: calls made there, whose errors name the permission that lacks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bellhop.arn import parse_arn
from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients
from bellhop.errors import AwsRefused, SetupError

_DENIED = ("AccessDenied", "AuthorizationError", "Unauthorized", "NotAuthorized")
_PERMISSIONS = {
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:DeleteObjects": "s3:DeleteObject",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:ListObjectsV2": "s3:ListBucket",
}
"""Operations whose permission has another name.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where resources are: partition (`aws`, `aws-cn`, `aws-us-gov`), region, account of 12 digits."""

    partition: str
    region: str
    account: str

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource here."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def global_arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of the account that is in no region, as IAM's are."""
        return f"arn:{self.partition}:{service}::{self.account}:{resource}"

    def s3_arn(self, path: str) -> str:
        """The ARN of a bucket or of what is in it, which has neither region nor account."""
        return f"arn:{self.partition}:s3:::{path}"


class Aws:
    """One account and region of AWS, to be asked.

    Args:
        clients: the clients that ask.
        place: where.
        sleep: waits for so many seconds.
    """

    def __init__(self, clients: Clients, place: Place, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._clients = clients
        self.place = place
        self._sleep = sleep

    def ask(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        """One call.

        Raises:
            AwsRefused: the fix of a denial names the permission.
        """
        try:
            return ask(self._clients.client(service, region=self.place.region), operation, **parameters)
        except AwsRefused as error:
            if not error.code.startswith(_DENIED):
                raise
            fix = f"allow {permission(service, operation)} to the user or role that runs this"
            raise AwsRefused(error.code, error.message, request_id=error.request_id, fix=fix) from None

    def find(self, missing: tuple[str, ...], service: str, operation: str, **parameters: Any) -> dict[str, Any] | None:
        """One call, or None if AWS answers with one of the codes that mean that there is no such thing."""
        try:
            return self.ask(service, operation, **parameters)
        except AwsRefused as error:
            if error.code in missing:
                return None
            raise

    def patiently(self, code: str, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        """One call, repeated for half a minute while AWS answers with a code that means that it doesn't know yet."""
        for _ in range(10):
            found = self.find((code,), service, operation, **parameters)
            if found is not None:
                return found
            self._sleep(3)
        return self.ask(service, operation, **parameters)

    def pages(
        self, service: str, operation: str, items: str, *, onwards: str = "NextToken", **parameters: Any
    ) -> Iterator[Any]:
        """The items of a list that goes on with a token: NextToken, or nextToken with some services."""
        further: dict[str, str] = {}
        while True:
            answer = self.ask(service, operation, **parameters, **further)
            yield from answer.get(items, ())
            if not answer.get(onwards):
                return
            further = {onwards: answer[onwards]}


def aws_at(clients: Clients, region: str = "") -> Aws:
    """Where the credentials and the region lead to.

    Raises:
        SetupError: there is no region, or AWS does not know the credentials.
    """
    region = region or clients.region
    if not region:
        raise SetupError("no region is given", fix="add --region, or set AWS_REGION")
    try:
        who = clients.identity()
    except AwsRefused as error:
        raise SetupError(f"AWS can't be asked who we are: {error.message}", fix=error.fix) from None
    arn = parse_arn(who.arn)
    return Aws(clients, Place(partition=arn.partition if arn else "aws", region=region, account=who.account))


def permission(service: str, operation: str) -> str:
    """The IAM action that a call needs: `sns:CreateTopic` for `sns`, `create_topic`."""
    name = f"{service}:{operation.title().replace('_', '')}"
    return _PERMISSIONS.get(name, name)
