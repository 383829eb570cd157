"""Amazon Resource Names, read without complaint."""

from __future__ import annotations

from typing import NamedTuple


class Arn(NamedTuple):
    """The parts of `arn:partition:service:region:account:resource`.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def name(self) -> str:
        """The last part of the resource: `my-fn` of `function:my-fn`, `object/key` of `bucket/object/key`."""
        head, _, rest = self.resource.partition("/")
        return (rest or head).rpartition(":")[2]


def parse_arn(text: str) -> Arn | None:
    """The parts of an ARN, or None if the text is none."""
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        return None
    return Arn(*parts[1:])
