"""The bucket that is watched: it must be there, and is never touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bellhop.errors import SetupError
from bellhop.setup.log_bucket import create_bucket
from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import Found, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched(Resource):
    """A bucket of somebody's.

    Args:
        create: make it if it is missing.
    """

    kind: ClassVar[str] = "S3 bucket to watch"

    create: bool

    def wanted(self) -> Attributes:
        """Its region, since a bucket's calls are recorded where it is."""
        return {"region": self.place.region}

    def read(self, aws: Aws) -> Found | None:
        """What AWS has.

        Raises:
            SetupError: it is missing and may not be made, or is in another region.
        """
        answer = aws.find(("NoSuchBucket",), "s3", "get_bucket_location", Bucket=self.name)
        if answer is None:
            if self.create:
                return None
            raise SetupError(
                f"there is no bucket {self.name} to watch",
                fix="check --bucket, --region and the account, or add --create-bucket",
            )
        region = {None: "us-east-1", "": "us-east-1", "EU": "eu-west-1"}.get(
            answer.get("LocationConstraint"), answer.get("LocationConstraint")
        )
        if region != self.place.region:
            raise SetupError(
                f"the bucket {self.name} is in {region}, and its calls are recorded only there",
                fix=f"run this with --region {region}",
            )
        return Found(attributes={"region": region}, note="watched, never touched")

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create it, without our mark, since it is never ours to delete."""
        del found, changed
        create_bucket(aws, self.name)

    def remove(self, aws: Aws, found: Found) -> None:
        """Never."""
        del aws, found
        raise SetupError(f"the watched bucket {self.name} is never deleted")

    def declare(self) -> Mapping[str, Any]:
        """Nothing, unless it is to be made; it stays when the stack goes."""
        if not self.create:
            return {}
        kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
        return {"Watched": {"Type": "AWS::S3::Bucket", **kept, "Properties": {"BucketName": self.name}}}
