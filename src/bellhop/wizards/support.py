"""The wizards of AWS Support: open a case, reply to one.

https://docs.aws.amazon.com/awssupport/latest/APIReference/API_CreateCase.html
https://docs.aws.amazon.com/awssupport/latest/APIReference/API_AddCommunicationToCase.html
"""

from __future__ import annotations

from dataclasses import replace

from bellhop.wizards.wizard import Source, Step, Wizard

_ADDRESS = r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+"

_BODY = Step(
    option="communication-body",
    word="body",
    label=("Description", "내용"),
    question=(
        "What happened? Resource ids, times and what you tried help.",
        "어떤 문제인가요? 리소스 ID, 시각, 시도한 내용을 적어 주세요.",
    ),
    longest=8000,
    lines=True,
)
_REPLY_BODY = replace(
    _BODY, label=("Reply", "답장"), question=("What would you like to write?", "어떤 내용을 보낼까요?")
)
_CC = Step(
    option="cc-email-addresses",
    word="cc",
    label=("Copies", "참조"),
    question=(
        "Who shall get copies by mail? At most ten addresses.",
        "메일로 함께 받을 사람이 있나요? 주소는 10개까지입니다.",
    ),
    optional=True,
    longest=1000,
    many=True,
    pattern=_ADDRESS,
)

CREATE = Wizard(
    service="support",
    verb="create-case",
    title=("Open a support case", "지원 사례 만들기"),
    send=("Create case", "사례 만들기"),
    steps=(
        Step(
            option="service-code",
            word="service",
            label=("Service", "서비스"),
            question=("Which service is it about?", "어떤 서비스에 대한 문의인가요?"),
            source=Source(words=("support", "describe-services"), path="services[].[code, name]"),
            resets=("category-code", "language"),
        ),
        Step(
            option="category-code",
            word="category",
            label=("Category", "범주"),
            question=("Which category fits?", "어떤 범주에 해당하나요?"),
            source=Source(
                words=("support", "describe-services", "--service-code-list", "=service-code"),
                path="services[0].categories[].[code, name]",
            ),
            resets=("language",),
        ),
        Step(
            option="severity-code",
            word="severity",
            label=("Severity", "심각도"),
            question=("How urgent is it?", "얼마나 급한가요?"),
            source=Source(words=("support", "describe-severity-levels"), path="severityLevels[].[code, name]"),
        ),
        Step(
            option="subject",
            word="subject",
            label=("Subject", "제목"),
            question=("What is it about, in one line?", "한 줄로 요약해 주세요."),
        ),
        _BODY,
        Step(
            option="language",
            word="language",
            label=("Language", "언어"),
            question=("In which language shall AWS answer?", "AWS가 어떤 언어로 답하면 좋을까요?"),
            source=Source(
                words=(
                    *("support", "describe-supported-languages", "--issue-type", "technical"),
                    *("--service-code", "=service-code", "--category-code", "=category-code"),
                ),
                path="supportedLanguages[].[code, display, language]",
            ),
            optional=True,
        ),
        _CC,
    ),
)

REPLY = Wizard(
    service="support",
    verb="add-communication-to-case",
    title=("Reply to a support case", "지원 사례에 답장하기"),
    send=("Send reply", "답장 보내기"),
    steps=(_REPLY_BODY, _CC),
)
