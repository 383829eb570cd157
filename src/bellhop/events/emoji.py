"""Emoji by the names that authors write in chat, `:warning:`, for the places where no chat program reads them."""

from __future__ import annotations

import re

_SIGNS = """
warning=⚠️ rotating_light=🚨 fire=🔥 boom=💥 bug=🐛 x=❌ no_entry=⛔ no_entry_sign=🚫
octagonal_sign=🛑 sos=🆘 red_circle=🔴 large_orange_circle=🟠 large_yellow_circle=🟡
large_green_circle=🟢 large_blue_circle=🔵 white_circle=⚪ white_check_mark=✅
heavy_check_mark=✔️ tada=🎉 rocket=🚀 ship=🚢 package=📦 hammer=🔨 wrench=🔧 gear=⚙️
construction=🚧 bell=🔔 mega=📣 loudspeaker=📢 eyes=👀 mag=🔍 bulb=💡 memo=📝 pushpin=📌 link=🔗
lock=🔒 unlock=🔓 key=🔑 shield=🛡️ hourglass=⌛ hourglass_flowing_sand=⏳ stopwatch=⏱️
alarm_clock=⏰ calendar=📅 moneybag=💰 chart_with_upwards_trend=📈
chart_with_downwards_trend=📉 bar_chart=📊 email=📧 incoming_envelope=📨 file_folder=📁
database=🗄️ cloud=☁️ zap=⚡ snail=🐌 skull=💀 ghost=👻 robot_face=🤖 wave=👋 pray=🙏 thumbsup=👍
+1=👍 thumbsdown=👎 -1=👎 point_right=👉 question=❓ exclamation=❗ bangbang=‼️ arrow_up=⬆️
arrow_down=⬇️ arrow_right=➡️ repeat=🔁 recycle=♻️ heart=❤️ star=⭐ sparkles=✨
green_heart=💚 broken_heart=💔 smile=😄 sob=😭 see_no_evil=🙈 coffee=☕
"""
EMOJI: dict[str, str] = {name: sign for name, _, sign in (pair.partition("=") for pair in _SIGNS.split())}
_NAME = re.compile(r"(?<![\w:`]):([a-z0-9_+-]{1,40}):(?![\w:`])")


def with_emoji(text: str) -> str:
    """Text with signs in the place of the names that are known; all others stay, since a workspace has its own."""
    return _NAME.sub(lambda found: EMOJI.get(found[1], found[0]), text) if ":" in text else text
