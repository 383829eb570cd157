"""Somebody signed in to the AWS console, or tried to.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.cloudtrail import actor, told
from bellhop.events.deeds import done
from bellhop.events.places import in_place
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import Payload
from bellhop.reader import Reader

RECOGNISES = (EventBridge(detail_type="AWS Console Sign In via CloudTrail"),)

_LOGINS = ("ConsoleLogin", "ExternalIdPDirectoryLogin", "UserAuthentication")
_OTHERS = {
    "CheckMfa": ("{who} was asked for MFA", "{who}: MFA 확인"),
    "EmailUpdated": ("{who} changed their e-mail address", "{who}: 이메일 주소 변경"),
    "PasswordRecoveryCompleted": ("{who} recovered their password", "{who}: 암호 복구 완료"),
    "PasswordRecoveryRequested": ("{who} asks to recover their password", "{who}: 암호 복구 요청"),
    "PasswordUpdated": ("{who} changed their password", "{who}: 암호 변경"),
    "SwitchRole": ("{who} switched to another role", "{who}: 역할 전환"),
}


def tell(event: Event, reader: Reader) -> Notification:
    """Says who signed in, whether it worked, and with or without MFA; failures and the root user are told louder."""
    record = event.detail
    person = actor(record, reader)
    call = record.text("eventName", default="ConsoleLogin")
    outcome = record.text("responseElements", call, default="") or record.text("errorMessage", default="")
    failed = outcome.lower() == "failure" or record.has("errorMessage")
    mfa = record.text("additionalEventData", "MFAUsed", default="")
    bare = mfa.lower() == "no" and not failed and not record.has("additionalEventData", "SamlProviderArn")
    values = {"who": person.name, "in_place": in_place(event.region, reader), "what": done(call), "call": call}
    if call not in _LOGINS:
        english, korean = _OTHERS.get(call, ("{who} {what} at sign-in", "{who}: 로그인 화면에서 {call}"))
        title = reader.say(english, korean, **values)
    elif failed:
        title = reader.say("{who} failed to sign in to the console", "{who}: 콘솔 로그인 실패", **values)
    elif bare:
        title = reader.say("{who} signed in to the console without MFA", "{who}: MFA 없이 콘솔 로그인", **values)
    else:
        title = reader.say("{who} signed in to the console", "{who}: 콘솔 로그인", **values)
    loud = person.root or failed
    return told(
        event,
        reader,
        kind="cloudtrail.console_sign_in",
        title=title,
        resource=record.text("userIdentity", "arn", default=""),
        tone=Tone.WARN if loud or bare else Tone.INFO,
        severity=Severity.HIGH if person.root and not failed else Severity.MEDIUM if loud else Severity.INFO,
        details=(
            (reader.say("Outcome", "로그인 결과"), outcome),
            (reader.say("MFA used", "MFA 사용"), mfa),
            (reader.say("Asked for", "요청한 페이지"), _target(record)),
        ),
    )


def _target(record: Payload) -> str:
    """The page that the person wanted, without its query: that holds one-time codes."""
    return record.text("additionalEventData", "LoginTo", default="").partition("?")[0].partition("#")[0]
