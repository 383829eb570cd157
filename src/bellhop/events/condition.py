"""How AWS's words for states and deeds are said in Korean; in English they are said as they are."""

from __future__ import annotations

import re

from bellhop.events.layout import words
from bellhop.reader import Reader

_PHRASES = {
    "add communication to case": "답변 추가",
    "create case": "생성",
    "initial scan complete": "첫 검사 완료",
    "in alarm": "경보 상태",
    "in progress": "진행 중",
    "in sync": "동기화됨",
    "no threats found": "위협 없음",
    "non compliant": "규정 미준수",
    "not compliant": "규정 미준수",
    "pull through cache action": "풀 스루 캐시 작업",
    "reopen case": "다시 열림",
    "resolve case": "해결됨",
    "retries exhausted": "재시도 모두 실패",
    "shutting down": "종료 중",
    "steady state": "안정 상태",
    "task placement failure": "태스크 배치 실패",
    "tasks stopped": "태스크 중지됨",
    "threats found": "위협 발견",
    "timed out": "시간 초과",
    "timing out": "시간 초과 중",
}
_WORDS = {
    "abandoned": "포기됨", "aborted": "중단됨", "acknowledged": "확인됨", "action": "작업", "active": "활성",
    "archived": "보관됨", "attached": "연결됨", "available": "사용 가능", "backup": "백업", "blocked": "차단됨",
    "bounce": "반송", "build": "빌드", "canceled": "취소됨", "cancelled": "취소됨", "cancelling": "취소 중",
    "cleanup": "정리", "clear": "해제됨", "closed": "닫힘", "complaint": "스팸 신고", "complete": "완료",
    "completed": "완료", "compliant": "규정 준수", "create": "생성", "created": "생성됨", "creating": "생성 중",
    "delayed": "지연됨", "delete": "삭제", "deleted": "삭제됨", "deleting": "삭제 중", "delivery": "전달",
    "deployment": "배포", "disabled": "비활성화됨", "drifted": "드리프트 발생", "enabled": "활성화됨", "error": "오류",
    "expired": "만료됨", "fail": "실패", "failed": "실패", "failover": "장애 조치", "failure": "실패",
    "finished": "완료", "fulfilled": "완료", "import": "가져오기", "insert": "추가", "invalid": "잘못됨",
    "launched": "시작됨", "launching": "시작 중", "matchmaking": "매치메이킹", "modified": "변경됨", "modify": "변경",
    "open": "열림", "paused": "일시 중지됨", "pending": "대기 중", "placement": "배치", "provisioning": "준비 중",
    "push": "푸시", "queued": "대기 중", "ready": "준비됨", "rebooting": "재부팅 중", "reject": "거부",
    "rejected": "거부됨", "remove": "삭제", "removed": "삭제됨", "requested": "요청됨", "resolved": "해결됨",
    "review": "검토", "rollback": "롤백", "running": "실행 중", "scheduled": "예약됨", "send": "발송",
    "skipped": "건너뜀", "snapshot": "스냅샷", "started": "시작됨", "starting": "시작 중", "stopped": "중지됨",
    "stopping": "중지 중", "submitted": "제출됨", "succeeded": "성공", "success": "성공", "successful": "성공",
    "successfully": "성공", "suspended": "일시 중단됨", "terminate": "종료", "terminated": "종료됨",
    "terminating": "종료 중", "timeout": "시간 초과", "unhealthy": "비정상", "healthy": "정상", "update": "업데이트",
    "updated": "업데이트됨", "updating": "업데이트 중", "volume": "볼륨", "waiting": "대기 중", "warning": "경고",
    "service": "서비스", "operation": "작업", "instance": "인스턴스", "stop": "중지", "start": "시작",
}  # fmt: skip  # a word a line would be three pages
_PHRASE = re.compile("|".join(rf"\b{phrase}\b" for phrase in sorted(_PHRASES, key=len, reverse=True)))


def state_words(reader: Reader, text: str) -> str:
    """A state or deed in the reader's language: `UPDATE_FAILED` gives `update failed`, in Korean `업데이트 실패`.

    A word that has no Korean here leaves all of it in English: half of a sentence in each is harder to read.
    """
    english = words(text)
    if reader.locale != "ko" or not english:
        return english
    parts: list[str] = []
    end = 0
    for found in (*_PHRASE.finditer(english), None):
        between = english[end : found.start() if found else None].split()
        if any(word not in _WORDS for word in between):
            return english
        parts += (_WORDS[word] for word in between)
        if found:
            parts.append(_PHRASES[found[0]])
            end = found.end()
    return " ".join(parts)
