"""With what it was done: a `userAgent` of CloudTrail in words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bellhop.reader import Reader

_KNOWN = (
    (r"\bTerraform/(?P<v>[\w.]+)", "Terraform {v}"),
    (r"\bPulumi(?:/(?P<v>[\w.]+))?", "Pulumi {v}"),
    (r"\baws-cdk(?:/(?P<v>[\w.]+))?", "AWS CDK {v}"),
    (r"\baws-cli/(?P<v>[\w.]+)", "AWS CLI {v}"),
    (r"\bS3Console/", "S3 console"),
    (r"\bAWS ?Console\b|\bconsole\.amazonaws\.com|\bsignin\.amazonaws\.com|\baws-internal/3 .*console", "AWS console"),
    (r"\bAWSCloudShell\b|\bexec-env/CloudShell\b", "AWS CloudShell"),
    (r"\b[Bb]oto3/(?P<v>[\w.]+)", "boto3 {v}"),
    (r"\b[Bb]otocore/(?P<v>[\w.]+)", "botocore {v}"),
    (r"\b[Bb]oto/(?P<v>[\w.]+)", "boto {v}"),
    (r"\baws-sdk-go-v2/(?P<v>[\w.]+)", "AWS SDK for Go {v}"),
    (r"\baws-sdk-go/(?P<v>[\w.]+)", "AWS SDK for Go {v}"),
    (r"\baws-sdk-java/(?P<v>[\w.]+)", "AWS SDK for Java {v}"),
    (r"\baws-sdk-kotlin/(?P<v>[\w.]+)", "AWS SDK for Kotlin {v}"),
    (r"\baws-sdk-(?:js|nodejs)/(?P<v>[\w.]+)", "AWS SDK for JavaScript {v}"),
    (r"\baws-sdk-rust/(?P<v>[\w.]+)", "AWS SDK for Rust {v}"),
    (r"\baws-sdk-php/(?P<v>[\w.]+)", "AWS SDK for PHP {v}"),
    (r"\baws-sdk-ruby\d?/(?P<v>[\w.]+)", "AWS SDK for Ruby {v}"),
    (r"\baws-sdk-(?:dotnet|net)[\w-]*/(?P<v>[\w.]+)", "AWS SDK for .NET {v}"),
    (r"\baws-sdk-(?:swift|cpp)/(?P<v>[\w.]+)", "AWS SDK {v}"),
    (r"\b(?P<n>rclone|s3fs|Cyberduck|S3Browser|restic|curl|Wget|PostmanRuntime)[/ ]v?(?P<v>[\w.]+)", "{n} {v}"),
    (r"\bMinIO\b.*?\bmc/(?P<v>[\w.]+)", "MinIO client {v}"),
    (r"\bEdg/(?P<v>\d+)", "Edge {v}"),
    (r"\bFirefox/(?P<v>\d+)", "Firefox {v}"),
    (r"\bChrome/(?P<v>\d+)", "Chrome {v}"),
    (r"\bVersion/(?P<v>\d+)[\w. ]* Safari/", "Safari {v}"),
    (r"\bgit/(?P<v>[\w.]+)", "git {v}"),
)


@cache
def _clients() -> tuple[tuple[re.Pattern[str], str], ...]:
    # Compiled when the first agent is told, since that takes longer than to import this module.
    return tuple((re.compile(pattern), words) for pattern, words in _KNOWN)


_SYSTEMS = (
    (re.compile(r"Windows|os/windows", re.IGNORECASE), "Windows"),
    (re.compile(r"Darwin|Mac OS X|os/macos", re.IGNORECASE), "macOS"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"Linux", re.IGNORECASE), "Linux"),
)
_SERVICE = re.compile(r"[\w.-]+\.(?:amazonaws\.com(?:\.cn)?|aws\.internal)")


@lru_cache(maxsize=1024)
def client(agent: str, reader: Reader) -> str:
    """The program in words: `AWS CLI 2.15.30 on Linux`, `S3 console`, `AWS service backup.amazonaws.com`.

    A program that is not known is named by the first word of its user agent; empty stays empty.
    """
    agent = agent.strip().removeprefix("[").removesuffix("]")
    if _SERVICE.fullmatch(agent) and not agent.startswith(("console.", "signin.")):
        return reader.say("AWS service {name}", "AWS 서비스 {name}", name=agent)
    if agent == "AWS Internal":
        return reader.say("AWS itself, for the caller", "호출자를 대신한 AWS")
    for pattern, template in _clients():
        if found := pattern.search(agent):
            groups = {"v": "", **{name: value or "" for name, value in found.groupdict().items()}}
            name = template.format_map(groups).strip()
            break
    else:
        name = agent.split(" ")[0].replace("/", " ")[:60]
    system = next((system for pattern, system in _SYSTEMS if pattern.search(agent)), "")
    return reader.say("{name} on {system}", "{name}, {system}", name=name, system=system) if name and system else name
