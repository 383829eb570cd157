"""Links to the AWS console, in the partition that a Region belongs to.

https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
"""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus

_REGION = re.compile(r"[a-z]{2,3}(-[a-z]+)+-\d")
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")


def escaped(text: str) -> str:
    """Text as one part of a URL's path or fragment; slashes are escaped too."""
    return text if _PLAIN.fullmatch(text) else quote(text, safe="")


def page(region: str, path: str, fragment: str = "", /, **query: str) -> str:
    """A console page, as in `page("us-east-1", "cloudwatch/home", "alarmsV2:alarm/cpu")`.

    Args:
        region: chooses the partition's console; what is no Region's code gives the page without one.
        path: after the host; what comes from outside must be `escaped`.
        fragment: after `#`; what comes from outside must be `escaped`.
        query: after `?`, with `region` added.
    """
    region = region if _REGION.fullmatch(region) else ""
    if region.startswith("cn-"):
        host = f"{region}.console.amazonaws.cn"
    elif region.startswith("us-gov-"):
        host = f"{region}.console.amazonaws-us-gov.com"
    else:
        host = f"{region}.console.aws.amazon.com" if region else "console.aws.amazon.com"
    words = [f"region={region}"] if region else []
    words.extend(f"{key}={quote_plus(value)}" for key, value in query.items())
    return f"https://{host}/{path}" + (f"?{'&'.join(words)}" if words else "") + (f"#{fragment}" if fragment else "")


def alarm(region: str, name: str) -> str:
    """An alarm in CloudWatch."""
    return page(region, "cloudwatch/home", f"alarmsV2:alarm/{escaped(name)}")


def log_group(region: str, name: str) -> str:
    """A log group in CloudWatch Logs, whose console wants its name escaped twice with `$` for `%`."""
    twice = escaped(escaped(name)).replace("%", "$")
    return page(region, "cloudwatch/home", f"logsV2:log-groups/log-group/{twice}")


def bucket(region: str, name: str) -> str:
    """A bucket in S3."""
    return page(region, f"s3/buckets/{escaped(name)}")


def s3_object(region: str, name: str, key: str) -> str:
    """An object in S3."""
    return page(region, f"s3/object/{escaped(name)}", prefix=key)


def trail_event(region: str, event_id: str) -> str:
    """A record in CloudTrail's event history; empty without an id."""
    return page(region, "cloudtrailv2/home", f"events/{escaped(event_id)}") if event_id else ""
