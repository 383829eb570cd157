"""Amazon SES received a mail.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import compose
from bellhop.events.recognise import Bare
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    Bare(keys=("notificationType", "receipt"), where={"notificationType": ["Received"]}),
    Bare(keys=("Records",), where={"Records": {"eventSource": ["aws:ses"]}}),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says from whom to whom with which subject, and what the spam and virus checks found."""
    told = event.detail.at("Records", 0, "ses") or event.detail
    mail, receipt = told.at("mail"), told.at("receipt")
    checks = {
        name: receipt.text(f"{name}Verdict", "status", default="") for name in ("spam", "virus", "spf", "dkim", "dmarc")
    }
    failed = [name.upper() for name, status in checks.items() if status == "FAIL"]
    subject = mail.text("commonHeaders", "subject", default="") or reader.say("(no subject)", "(제목 없음)")
    return compose(
        event,
        reader,
        kind="ses.received",
        title=reader.say("Mail received: {subject}", "메일 수신: {subject}", subject=subject),
        feel=(Tone.WARN, Severity.LOW) if failed else (Tone.INFO, Severity.INFO),
        details=(
            (
                reader.say("From", "발신"),
                ", ".join(mail.texts("commonHeaders", "from")) or mail.text("source", default=""),
            ),
            (reader.say("To", "수신"), ", ".join(receipt.texts("recipients") or mail.texts("destination"))),
            (reader.say("Failed checks", "실패한 검사"), ", ".join(failed)),
            (reader.say("Message id", "메시지 ID"), mail.text("messageId", default="")),
        ),
        at=mail.time("timestamp"),
    )
