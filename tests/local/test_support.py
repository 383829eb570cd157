from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from bellhop.local.support import Support

if TYPE_CHECKING:
    from tests.local.conftest import World

UPLOADS = {
    "CompleteAttachmentUpload",
    "DescribeAttachmentUploadStatus",
    "GetAttachmentDownloadLink",
    "GetAttachmentUploadLinks",
}
"""They hand out links to S3, which nothing in chat can use."""


def opened(world: World, **more: Any) -> str:
    return world.client("support").create_case(
        subject="It is slow",
        serviceCode="aws-lambda",
        categoryCode="performance",
        severityCode="high",
        communicationBody="Since noon.",
        **more,
    )["caseId"]


def test_every_operation_is_there() -> None:
    model: Any = botocore.session.get_session().get_service_model("support")
    missing = {name for name in model.operation_names if not hasattr(Support, xform_name(name))}
    assert missing == UPLOADS


def test_what_is_not_there_is_said(world: World) -> None:
    with pytest.raises(ClientError, match="the local AWS has no GetAttachmentUploadLinks"):
        world.client("support").get_attachment_upload_links(fileName="a.txt")


def test_a_case_is_opened_answered_resolved_and_opened_again(world: World) -> None:
    client = world.client("support")
    case = opened(world, ccEmailAddresses=["a@example.com"])
    assert client.add_communication_to_case(caseId=case, communicationBody="Any news?")["result"]
    said = client.describe_communications(caseId=case)["communications"]
    assert [one["body"] for one in said] == ["Any news?", "Since noon."]
    assert client.resolve_case(caseId=case)["finalCaseStatus"] == "resolved"
    assert client.describe_cases()["cases"] == []
    [held] = client.describe_cases(includeResolvedCases=True)["cases"]
    assert (held["status"], held["severityCode"], held["ccEmailAddresses"]) == ("resolved", "high", ["a@example.com"])
    assert len(held["recentCommunications"]["communications"]) == 2
    client.add_communication_to_case(caseId=case, communicationBody="Again.")
    assert client.describe_cases(displayId=held["displayId"])["cases"][0]["status"] == "reopened"


def test_mistakes_are_refused(world: World) -> None:
    client = world.client("support")
    with pytest.raises(ClientError, match="CaseIdNotFound"):
        client.resolve_case(caseId="case-1")
    with pytest.raises(ClientError, match="AttachmentSetIdNotFound"):
        opened(world, attachmentSetId="as-1")
    with pytest.raises(ClientError, match="Invalid serviceCode: nope"):
        client.create_case(subject="s", communicationBody="b", serviceCode="nope")
    assert client.describe_cases(includeResolvedCases=True)["cases"] == []


def test_files_are_kept(world: World) -> None:
    client = world.client("support")
    file = {"fileName": "log.txt", "data": b"\x00log"}
    case = opened(world, attachmentSetId=client.add_attachments_to_set(attachments=[file])["attachmentSetId"])
    [sent] = client.describe_communications(caseId=case)["communications"][0]["attachmentSet"]
    assert client.describe_attachment(attachmentId=sent["attachmentId"])["attachment"] == file


def test_its_lists_fit_together(world: World) -> None:
    client = world.client("support")
    [service] = client.describe_services(serviceCodeList=["aws-lambda"])["services"]
    assert {"code": "performance", "name": "Performance"} in service["categories"]
    assert len(client.describe_severity_levels(language="en")["severityLevels"]) == 5
    about = {"issueType": "technical", "serviceCode": "aws-lambda", "categoryCode": "apis"}
    assert {"code": "ko", "language": "Korean", "display": "한국어"} in client.describe_supported_languages(**about)[
        "supportedLanguages"
    ]
    assert client.describe_create_case_options(language="en", **about)["languageAvailability"] == "available"
    ids = [check["id"] for check in client.describe_trusted_advisor_checks(language="en")["checks"]]
    assert len(client.describe_trusted_advisor_check_summaries(checkIds=ids)["summaries"]) == len(ids)
    assert client.describe_trusted_advisor_check_result(checkId=ids[0])["result"]["status"] == "ok"
    assert client.refresh_trusted_advisor_check(checkId=ids[0])["status"]["status"] == "success"
    assert len(client.describe_trusted_advisor_check_refresh_statuses(checkIds=ids)["statuses"]) == len(ids)
