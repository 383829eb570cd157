"""The CloudTrail trail that records what is done in the watched bucket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bellhop.setup import selectors
from bellhop.setup.place import Aws
from bellhop.setup.plan import Attributes, Difference
from bellhop.setup.resource import Found, Resource, owner_in, tag_list

_SETTINGS = ("log bucket", "log file validation", "all regions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail(Resource):
    """A trail of one region with the data events of one bucket.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html

    Args:
        bucket: the watched bucket.
        log_bucket: where the logs go.
        records: `All`, `ReadOnly` or `WriteOnly`.
    """

    kind: ClassVar[str] = "CloudTrail trail"
    option: ClassVar[str] = "--trail"

    bucket: str
    log_bucket: str
    records: str

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.place.arn("cloudtrail", f"trail/{self.name}")

    def wanted(self) -> Attributes:
        """Recording the bucket's object calls, and no management events, which cost and which nobody asked for."""
        return {
            "log bucket": self.log_bucket,
            "log file validation": True,
            "all regions": False,
            "data events": [selectors.selector(self._objects(), self.records)],
            "logging": True,
        }

    def misfits(self, found: Found) -> tuple[Difference, ...]:
        """One that isn't ours fits if it is switched on and records at least what we need."""
        lacks: list[Difference] = []
        records = found.attributes["records"]
        if records not in ("All", self.records):
            what = f"of s3://{self.bucket}"
            lacks.append(Difference(attribute=f"recording {what}", now=records or "none", wanted=self.records))
        if not found.attributes["logging"]:
            lacks.append(Difference(attribute="logging", now=False, wanted=True))
        return tuple(lacks)

    def read(self, aws: Aws) -> Found | None:
        """What AWS has."""
        answer = aws.find(("TrailNotFoundException",), "cloudtrail", "get_trail", Name=self.name)
        if answer is None:
            return None
        has = answer["Trail"]
        held = aws.ask("cloudtrail", "get_event_selectors", TrailName=self.name)
        attributes = {
            "log bucket": has.get("S3BucketName"),
            "log file validation": has.get("LogFileValidationEnabled", False),
            "all regions": has.get("IsMultiRegionTrail", False),
            "data events": selectors.plain(held),
            "records": selectors.records(held, self._objects()),
            "logging": aws.ask("cloudtrail", "get_trail_status", Name=self.name).get("IsLogging", False),
        }
        listed = aws.ask("cloudtrail", "list_tags", ResourceIdList=[has.get("TrailARN", self.arn)])
        owner = next((owner_in(one.get("TagsList", ())) for one in listed["ResourceTagList"]), "")
        return Found(attributes=attributes, owner=owner)

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create it, or set what is not as wanted; a new bucket policy may take CloudTrail a while to see."""
        settings = {
            "Name": self.name,
            "S3BucketName": self.log_bucket,
            "EnableLogFileValidation": True,
            "IsMultiRegionTrail": False,
        }
        unseen = "InsufficientS3BucketPolicyException"
        if found is None:
            aws.patiently(unseen, "cloudtrail", "create_trail", **settings, TagsList=tag_list(self.owner))
        elif changed.intersection(_SETTINGS):
            aws.patiently(unseen, "cloudtrail", "update_trail", **settings)
        if "data events" in changed:
            wanted = [selectors.selector(self._objects(), self.records)]
            aws.ask("cloudtrail", "put_event_selectors", TrailName=self.name, EventSelectors=wanted)
        if "logging" in changed:
            aws.ask("cloudtrail", "start_logging", Name=self.name)

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it; what it has logged stays."""
        del found
        aws.ask("cloudtrail", "delete_trail", Name=self.name)

    def declare(self) -> Mapping[str, Any]:
        """The trail, after the bucket policy that it needs."""
        properties = {
            "TrailName": self.name,
            "S3BucketName": self.log_bucket,
            "EnableLogFileValidation": True,
            "IsMultiRegionTrail": False,
            "IsLogging": True,
            "EventSelectors": [selectors.selector(self._objects(), self.records)],
        }
        return {"Trail": {"Type": "AWS::CloudTrail::Trail", "DependsOn": "LogBucketPolicy", "Properties": properties}}

    def _objects(self) -> str:
        return self.place.s3_arn(f"{self.bucket}/")
