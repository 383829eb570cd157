"""The few words that the Slack driver says itself, in each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Labels and notes; those with braces are filled by `str.format`."""

    more: str
    less: str
    lines: str
    left_out: str
    left_characters: str
    left_lines: str
    left_parts: str
    left_buttons: str
    left_links: str
    picture: str
    nowhere: str


_ENGLISH = Words(
    more="Show more",
    less="Show less",
    lines="Lines 1-{shown} of {all}",
    left_out="Too long for Slack, left out: {what}",
    left_characters="characters: {n}",
    left_lines="lines: {n}",
    left_parts="parts: {n}",
    left_buttons="buttons: {n}",
    left_links="links: {n}",
    picture="Picture",
    nowhere="I don't work in this channel yet. To change that, add it to bellhop.yaml: `address: {address}`",
)

_KOREAN = Words(
    more="더 보기",
    less="접기",
    lines="{all}줄 중 1-{shown}줄",
    left_out="Slack에 담기에는 너무 길어 생략함: {what}",
    left_characters="{n}자",
    left_lines="{n}줄",
    left_parts="항목 {n}개",
    left_buttons="버튼 {n}개",
    left_links="링크 {n}개",
    picture="그림",
    nowhere="이 채널에서는 아직 일하지 않습니다. bellhop.yaml에 채널을 추가하세요: `address: {address}`",
)


def words(locale: str) -> Words:
    """The words of a language; English where there is no other."""
    return _KOREAN if locale.partition("-")[0] == "ko" else _ENGLISH
