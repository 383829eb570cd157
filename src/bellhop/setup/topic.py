"""The SNS topic that everything is told through."""

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

_MISSING = ("NotFound", "NotFoundException")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Resource):
    """A standard SNS topic and who may publish to it.

    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html

    Args:
        statements: what lets AWS services publish, one for each.
    """

    kind: ClassVar[str] = "SNS topic"
    option: ClassVar[str] = "--topic"
    shared: ClassVar[bool] = True

    statements: tuple[policy.Statement, ...]

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.place.arn("sns", self.name)

    def wanted(self) -> Attributes:
        """Our statements in its policy."""
        return policy.as_attributes(self.statements)

    def read(self, aws: Aws) -> Found | None:
        """What AWS has.

        Raises:
            SetupError: its key lets nobody publish whom we need.
        """
        answer = aws.find(_MISSING, "sns", "get_topic_attributes", TopicArn=self.arn)
        if answer is None:
            return None
        has = answer["Attributes"]
        if has.get("KmsMasterKeyId", "").endswith("alias/aws/sns"):
            raise SetupError(
                f"the SNS topic {self.name} is encrypted with alias/aws/sns, which no alarm and no rule may use",
                fix="encrypt it with a key of your own whose policy lets events.amazonaws.com and "
                "cloudwatch.amazonaws.com decrypt, or choose another topic with --topic",
            )
        document = has.get("Policy", "")
        listed = aws.ask("sns", "list_tags_for_resource", ResourceArn=self.arn)["Tags"]
        return Found(attributes=policy.found(document), owner=owner_in(listed), raw=document)

    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Create it, and add the statements to the policy that it has."""
        del changed
        if found is None:
            aws.ask("sns", "create_topic", Name=self.name, Tags=tag_list(self.owner))
            document = aws.ask("sns", "get_topic_attributes", TopicArn=self.arn)["Attributes"].get("Policy", "")
        else:
            document = found.raw
        self._allow(aws, policy.merged(document, self.statements))

    def used_by_others(self, aws: Aws, found: Found) -> bool:
        """Whether its policy names other setups of Bellhop's."""
        del aws
        return policy.used_by_others(found.raw, self.owner)

    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it, and its subscriptions with it."""
        del found
        aws.ask("sns", "delete_topic", TopicArn=self.arn)

    def release(self, aws: Aws, found: Found) -> Callable[[], object] | None:
        """Take our statements out of somebody else's topic."""
        if not policy.holds(found.raw, self.statements):
            return None
        return partial(self._allow, aws, policy.without(found.raw, self.statements))

    def declare(self) -> Mapping[str, Any]:
        """Topic and policy."""
        document = {"Version": "2012-10-17", "Statement": list(self.statements)}
        return {
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": self.name}},
            "TopicPolicy": {
                "Type": "AWS::SNS::TopicPolicy",
                "Properties": {"Topics": [{"Ref": "Topic"}], "PolicyDocument": document},
            },
        }

    def _allow(self, aws: Aws, document: str) -> None:
        aws.ask("sns", "set_topic_attributes", TopicArn=self.arn, AttributeName="Policy", AttributeValue=document)
