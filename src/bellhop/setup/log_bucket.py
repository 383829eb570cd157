"""The bucket that CloudTrail writes its logs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from bellhop.errors import SetupError
from bellhop.setup import policy
from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes
from bellhop.setup.resource import Found, Resource, owner_in, tag_list

_CLOSED = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogBucket(Resource):
    """A bucket that one trail may write to, and nobody else may see.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html

    Args:
        trail_arn: the trail that writes.
        purge: delete its logs with it.
    """

    kind: ClassVar[str] = "S3 bucket for logs"
    option: ClassVar[str] = "--log-bucket"
    shared: ClassVar[bool] = True

    trail_arn: str
    purge: bool = False

    @property
    def statements(self) -> tuple[policy.Statement, ...]:
        """CloudTrail's documented policy, for this trail only."""
        arn = self.place.s3_arn(self.name)
        source = {"aws:SourceArn": self.trail_arn}
        owned = {**source, "s3:x-amz-acl": "bucket-owner-full-control"}
        service = "cloudtrail.amazonaws.com"
        logs = f"{arn}/AWSLogs/{self.place.account}/*"
        return (
            policy.allow(policy.sid("AclCheck", self.owner), service, "s3:GetBucketAcl", arn, {"StringEquals": source}),
            policy.allow(policy.sid("Write", self.owner), service, "s3:PutObject", logs, {"StringEquals": owned}),
        )

    def wanted(self) -> Attributes:
        """Closed to the public, open to the trail."""
        return {"public access block": _CLOSED, **self.essential()}

    def essential(self) -> Attributes:
        """That the trail may write to it."""
        return policy.as_attributes(self.statements)

    def read(self, aws: Aws) -> Found | None:
        """What AWS has."""
        if aws.find(("NoSuchBucket",), "s3", "get_bucket_location", Bucket=self.name) is None:
            return None
        held = aws.find(("NoSuchBucketPolicy",), "s3", "get_bucket_policy", Bucket=self.name) or {}
        missing = ("NoSuchPublicAccessBlockConfiguration",)
        block = aws.find(missing, "s3", "get_public_access_block", Bucket=self.name) or {}
        listed = aws.find(("NoSuchTagSet",), "s3", "get_bucket_tagging", Bucket=self.name) or {"TagSet": []}
        document = held.get("Policy", "")
        attributes = {"public access block": block.get("PublicAccessBlockConfiguration"), **policy.found(document)}
        return Found(attributes=attributes, owner=owner_in(listed["TagSet"]), raw=document)

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create and mark it, or set what is not as wanted."""
        if found is None:
            create_bucket(aws, self.name)
            aws.ask("s3", "put_bucket_tagging", Bucket=self.name, Tagging={"TagSet": tag_list(self.owner)})
        if "public access block" in changed:
            aws.ask("s3", "put_public_access_block", Bucket=self.name, PublicAccessBlockConfiguration=_CLOSED)
        if self.essential().keys() & changed:
            document = policy.merged(found.raw if found else "", self.statements)
            aws.ask("s3", "put_bucket_policy", Bucket=self.name, Policy=document)

    def used_by_others(self, aws: Aws, found: Found) -> bool:
        """Whether its policy names other setups of Bellhop's."""
        del aws
        return policy.used_by_others(found.raw, self.owner)

    def keep(self, aws: Aws, found: Found) -> str:
        """Logs are in it, and nobody asked to delete them."""
        del found
        if self.purge or not aws.ask("s3", "list_object_versions", Bucket=self.name, MaxKeys=1).get("Versions"):
            return ""
        return "holds logs; --purge-logs deletes them with it"

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it, with its logs if that was asked for."""
        del found
        while self.purge:
            answer = aws.ask("s3", "list_object_versions", Bucket=self.name, Prefix="AWSLogs/")
            listed = [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]
            if not listed:
                break
            objects = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in listed]
            answer = aws.ask("s3", "delete_objects", Bucket=self.name, Delete={"Objects": objects, "Quiet": True})
            if answer.get("Errors"):
                first = answer["Errors"][0]
                raise SetupError(f"S3 did not delete {first['Key']}: {first.get('Message', first.get('Code'))}")
        aws.ask("s3", "delete_bucket", Bucket=self.name)

    def release(self, aws: Aws, found: Found) -> Callable[[], object] | None:
        """Take our statements out of somebody else's bucket."""
        if not policy.holds(found.raw, self.statements):
            return None
        left = policy.without(found.raw, self.statements)
        if left:
            return partial(aws.ask, "s3", "put_bucket_policy", Bucket=self.name, Policy=left)
        return partial(aws.ask, "s3", "delete_bucket_policy", Bucket=self.name)

    def declare(self) -> Mapping[str, Any]:
        """Bucket and policy; the bucket stays when the stack goes."""
        document = {"Version": "2012-10-17", "Statement": list(self.statements)}
        return {
            "LogBucket": {
                "Type": "AWS::S3::Bucket",
                "DeletionPolicy": "Retain",
                "UpdateReplacePolicy": "Retain",
                "Properties": {"BucketName": self.name, "PublicAccessBlockConfiguration": _CLOSED},
            },
            "LogBucketPolicy": {
                "Type": "AWS::S3::BucketPolicy",
                "Properties": {"Bucket": {"Ref": "LogBucket"}, "PolicyDocument": document},
            },
        }


def create_bucket(aws: Aws, name: str) -> None:
    """A bucket in our region; only us-east-1 is not to be named.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    """
    region = aws.place.region
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    aws.ask("s3", "create_bucket", Bucket=name, **where)
