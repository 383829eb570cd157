"""CloudTrail at work: records go to the trails that want them, to EventBridge and to the log bucket.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
"""

from __future__ import annotations

import gzip
import json
import queue
import secrets
import string
import threading
import time
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import structlog

from bellhop.local import cloudtrail
from bellhop.local.backends import backend, backends
from bellhop.local.selectors import takes
from bellhop.local.times import now

if TYPE_CHECKING:
    from bellhop.local.api_call import ApiCall
    from bellhop.local.rules import Rules

log = structlog.get_logger(__name__)

GATHERED = 1.0
"""Seconds for which records are gathered into one log file; AWS takes about five minutes."""


class Trails:
    """One thread that turns calls into records, in order; an API call never waits for it."""

    def __init__(self, *, rules: Rules) -> None:
        self._rules = rules
        self._calls: queue.SimpleQueue[ApiCall | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="local-aws-cloudtrail", daemon=True)
        self._files: defaultdict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
        self._due = 0.0

    def start(self) -> None:
        """Begin to record."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the calls that have been made."""
        self._calls.put(None)
        self._thread.join()

    def note(self, call: ApiCall) -> None:
        """Take a call; it is dropped at once if no trail is logging."""
        if any(trail.status.is_logging for trail in _trails()):
            self._calls.put(call)

    def _run(self) -> None:
        while True:
            try:
                call = self._calls.get(timeout=max(0.01, self._due - time.monotonic()) if self._files else None)
            except queue.Empty:
                self._deliver_files()
                continue
            if call is None:
                self._deliver_files()
                return
            try:
                self._record(call)
            except Exception:
                log.exception("an API call could not be recorded", service=call.service, method=call.method)
            if self._files and time.monotonic() >= self._due:
                self._deliver_files()

    def _record(self, call: ApiCall) -> None:
        record = cloudtrail.record(call)
        if record is None:
            return
        wanted = [trail for trail in _trails() if _wants(trail, record)]
        if not wanted:
            return
        region, account = record["awsRegion"], record["recipientAccountId"]
        self._rules.put(
            region,
            _event(record),
            account=account,
            read_only_management=record["managementEvent"] and record["readOnly"],
        )
        if not self._files:
            self._due = time.monotonic() + GATHERED
        for trail in wanted:
            prefix = f"{trail.s3_key_prefix}/" if trail.s3_key_prefix else ""
            self._files[trail.bucket_name, prefix, region].append(record)

    def _deliver_files(self) -> None:
        for (bucket, prefix, region), records in self._files.items():
            try:
                _write(bucket, prefix, region, records)
            except Exception:
                log.exception("a CloudTrail log file could not be written", bucket=bucket)
        self._files.clear()


def _trails() -> list[Any]:
    return [trail for each in backends("cloudtrail") for trail in list(each.trails.values())]


def _wants(trail: Any, record: dict[str, Any]) -> bool:
    here = trail.is_multi_region or trail.region_name == record["awsRegion"]
    if not trail.status.is_logging or not here or trail.account_id != record["recipientAccountId"]:
        return False
    return takes(trail.event_selectors, trail.advanced_event_selectors, record)


def _event(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "AWS API Call via CloudTrail",
        "source": f"aws.{record['eventSource'].partition('.')[0]}",
        "account": record["recipientAccountId"],
        "time": record["eventTime"],
        "region": record["awsRegion"],
        "resources": [],
        "detail": record,
    }


def _write(bucket: str, prefix: str, region: str, records: list[dict[str, Any]]) -> None:
    """Write a log file straight into moto's S3: going over HTTP it would be recorded itself, without end."""
    at, account = now(), records[0]["recipientAccountId"]
    unique = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(16))
    name = f"{account}_CloudTrail_{region}_{at:%Y%m%dT%H%MZ}_{unique}.json.gz"
    key = f"{prefix}AWSLogs/{account}/CloudTrail/{region}/{at:%Y/%m/%d}/{name}"
    body = gzip.compress(json.dumps({"Records": records}, separators=(",", ":")).encode())
    written = backend("s3", "aws", account).put_object(bucket, key, body)
    written.set_metadata({"Content-Type": "application/json", "Content-Encoding": "gzip"})
