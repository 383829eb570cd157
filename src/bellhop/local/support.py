"""AWS Support, whose cases moto only pretends to keep: opened, answered, resolved, told of by an event.

https://docs.aws.amazon.com/awssupport/latest/APIReference/Welcome.html
"""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bellhop.local.modelled import Fault, Where
from bellhop.local.pages import page
from bellhop.local.support_lists import CATEGORIES, CHECKS, LANGUAGES, SERVICES, SEVERITIES
from bellhop.local.times import millis_z

Answer = dict[str, Any]
Tell = Callable[[Where, Answer], None]
"""Called with the detail of an event: https://docs.aws.amazon.com/awssupport/latest/user/event-bridge-support.html"""

_RESOLVED = "resolved"


class Support:
    """Cases, their correspondence and their attachments, kept in memory.

    Args:
        tell: called when something happens to a case.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._cases: dict[str, Answer] = {}
        self._talks: dict[str, list[Answer]] = {}
        self._sets: dict[str, list[Answer]] = {}
        self._files: dict[str, Answer] = {}
        self._numbers = itertools.count(1_700_000_001)
        self._lock = threading.Lock()

    def describe_services(self, _: Where, **given: Any) -> Answer:
        """The services and the categories of their cases."""
        wanted = given.get("serviceCodeList")
        found = [
            {"code": code, "name": name, "categories": [{"code": key, "name": label} for key, label in CATEGORIES]}
            for code, name in SERVICES
            if not wanted or code in wanted
        ]
        return {"services": found}

    def describe_severity_levels(self, _: Where, **__: Any) -> Answer:
        """How urgent a case may be, on the Business plan."""
        return {"severityLevels": [{"code": code, "name": name} for code, name in SEVERITIES]}

    def describe_supported_languages(self, _: Where, **__: Any) -> Answer:
        """The languages of a case."""
        return {
            "supportedLanguages": [
                {"code": code, "language": name, "display": shown} for code, name, shown in LANGUAGES
            ]
        }

    def describe_create_case_options(self, _: Where, **__: Any) -> Answer:
        """How AWS may be reached about a case."""
        hours = [{"startTime": "00:00", "endTime": "23:59"}]
        types = [{"type": kind, "supportedHours": hours, "datesWithoutSupport": []} for kind in ("chat", "web", "call")]
        return {"languageAvailability": "available", "communicationTypes": types}

    def create_case(self, where: Where, **given: Any) -> Answer:
        """Opens a case."""
        _known(given, "serviceCode", [code for code, _ in SERVICES])
        _known(given, "severityCode", [code for code, _ in SEVERITIES])
        with self._lock:
            year = datetime.now(UTC).year
            case = f"case-{where.account}-muen-{year}-{secrets.token_hex(8)}"
            self._write(case, given)
            self._cases[case] = {
                "caseId": case,
                "displayId": str(next(self._numbers)),
                "subject": given["subject"],
                "status": "unassigned",
                "serviceCode": given.get("serviceCode", "general-info"),
                "categoryCode": given.get("categoryCode", "other"),
                "severityCode": given.get("severityCode", "low"),
                "submittedBy": "demo@example.com",
                "timeCreated": _now(),
                "ccEmailAddresses": given.get("ccEmailAddresses", []),
                "language": given.get("language", "en"),
            }
        self._happened(where, case, "CreateCase")
        return {"caseId": case}

    def describe_cases(self, _: Where, **given: Any) -> Answer:
        """Cases, the newest first; resolved ones only if they are asked for."""
        wanted, number = given.get("caseIdList"), given.get("displayId")
        for case in wanted or ():
            self._case(case)
        found = [
            self._told(case, given)
            for case in reversed(self._cases.values())
            if (not wanted or case["caseId"] in wanted)
            and (not number or case["displayId"] == number)
            and (given.get("includeResolvedCases") or case["status"] != _RESOLVED)
            and given.get("afterTime", "") <= case["timeCreated"] <= given.get("beforeTime", "9")
        ]
        return _paged(found, "cases", given)

    def describe_communications(self, _: Where, **given: Any) -> Answer:
        """What was written in a case, the newest first."""
        self._case(given["caseId"])
        found = [
            one
            for one in reversed(self._talks[given["caseId"]])
            if given.get("afterTime", "") <= one["timeCreated"] <= given.get("beforeTime", "9")
        ]
        return _paged(found, "communications", given)

    def add_communication_to_case(self, where: Where, **given: Any) -> Answer:
        """Writes into a case; a resolved one is open again."""
        case = self._case(given.get("caseId", ""))
        with self._lock:
            self._write(case["caseId"], given)
            case["ccEmailAddresses"] = given.get("ccEmailAddresses") or case["ccEmailAddresses"]
            reopened = case["status"] == _RESOLVED
            case["status"] = "reopened" if reopened else case["status"]
        self._happened(where, case["caseId"], "ReopenCase" if reopened else "AddCommunicationToCase")
        return {"result": True}

    def resolve_case(self, where: Where, **given: Any) -> Answer:
        """Resolves a case."""
        case = self._case(given.get("caseId", ""))
        before, case["status"] = case["status"], _RESOLVED
        self._happened(where, case["caseId"], "ResolveCase")
        return {"initialCaseStatus": before, "finalCaseStatus": _RESOLVED}

    def add_attachments_to_set(self, _: Where, **given: Any) -> Answer:
        """Keeps files, to be sent with a case or a reply within an hour."""
        set_ = given.get("attachmentSetId") or f"as-{secrets.token_hex(12)}"
        if given.get("attachmentSetId") and set_ not in self._sets:
            raise Fault("AttachmentSetIdNotFound", f"Attachment set {set_} was not found")
        for file in given["attachments"]:
            id_ = f"attachment-{secrets.token_hex(12)}"
            self._files[id_] = file
            details = {"attachmentId": id_, "fileName": file.get("fileName", "file")}
            self._sets.setdefault(set_, []).append(details)
        return {"attachmentSetId": set_, "expiryTime": _now(timedelta(hours=1))}

    def describe_attachment(self, _: Where, **given: Any) -> Answer:
        """A file that was sent."""
        if given["attachmentId"] not in self._files:
            raise Fault("AttachmentIdNotFound", f"Attachment {given['attachmentId']} was not found")
        return {"attachment": self._files[given["attachmentId"]]}

    def describe_trusted_advisor_checks(self, _: Where, **__: Any) -> Answer:
        """What Trusted Advisor looks at."""
        return {"checks": [{**check, "metadata": []} for check in CHECKS]}

    def describe_trusted_advisor_check_result(self, _: Where, **given: Any) -> Answer:
        """What Trusted Advisor found: nothing to do."""
        return {"result": {**_summary(given["checkId"]), "flaggedResources": []}}

    def describe_trusted_advisor_check_summaries(self, _: Where, **given: Any) -> Answer:
        """What Trusted Advisor found, in short."""
        return {"summaries": [{**_summary(id_), "hasFlaggedResources": False} for id_ in given["checkIds"]]}

    def describe_trusted_advisor_check_refresh_statuses(self, _: Where, **given: Any) -> Answer:
        """Whether checks are done anew."""
        return {"statuses": [_refresh(id_) for id_ in given["checkIds"]]}

    def refresh_trusted_advisor_check(self, _: Where, **given: Any) -> Answer:
        """Does a check anew; it is done at once."""
        return {"status": _refresh(given["checkId"])}

    def _case(self, case: str) -> Answer:
        if case not in self._cases:
            raise Fault("CaseIdNotFound", f"No case found with ID {case}")
        return self._cases[case]

    def _told(self, case: Answer, given: Answer) -> Answer:
        if not given.get("includeCommunications", True):
            return case
        return {**case, "recentCommunications": {"communications": self._talks[case["caseId"]][:-6:-1]}}

    def _write(self, case: str, given: Answer) -> None:
        set_ = given.get("attachmentSetId")
        if set_ and set_ not in self._sets:
            raise Fault("AttachmentSetIdNotFound", f"Attachment set {set_} was not found")
        said = {
            "caseId": case,
            "body": given["communicationBody"],
            "submittedBy": "demo@example.com",
            "timeCreated": _now(),
            "attachmentSet": self._sets.get(set_ or "", []),
        }
        self._talks.setdefault(case, []).append(said)

    def _happened(self, where: Where, case: str, what: str) -> None:
        detail = {
            "case-id": case,
            "display-id": self._cases[case]["displayId"],
            "communication-id": "" if what == "ResolveCase" else f"ekko:us-east-1:{secrets.token_hex(16)}",
            "event-name": what,
            "origin": "CUSTOMER",
        }
        self._tell(where, detail)


def _known(given: Answer, name: str, codes: list[str]) -> None:
    if name in given and given[name] not in codes:
        raise Fault("ValidationException", f"Invalid {name}: {given[name]}")


def _paged(items: list[Answer], key: str, given: Answer) -> Answer:
    found = page(items, key, {"NextToken": given.get("nextToken"), "MaxResults": given.get("maxResults")})
    return {name[:1].lower() + name[1:]: value for name, value in found.items()}


def _now(later: timedelta = timedelta()) -> str:
    return millis_z(datetime.now(UTC) + later)


def _summary(check: str) -> Answer:
    if check not in {known["id"] for known in CHECKS}:
        raise Fault("InternalServerError", f"There is no check {check}")
    numbers = dict.fromkeys(("resourcesFlagged", "resourcesIgnored", "resourcesSuppressed"), 0)
    return {
        "checkId": check,
        "timestamp": _now(),
        "status": "ok",
        "resourcesSummary": {"resourcesProcessed": 3, **numbers},
        "categorySpecificSummary": {},
    }


def _refresh(check: str) -> Answer:
    return {"checkId": check, "status": "success", "millisUntilNextRefreshable": 0}
