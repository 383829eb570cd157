"""Slack's mrkdwn, written so that outside text can neither format, nor ping, nor turn into emoji.

mrkdwn has no escape character for `*`, `_`, `~` and `:`, and an invisible one inside a name would be copied along with
it. So a word that Slack might read as markup is shown as inline code, where Slack reads nothing: `arn:aws:s3:::logs/*`
looks right, copies right and stays what it is. Text objects are sent with `verbatim`, so that `@here` is no mention.
See https://docs.slack.dev/messaging/formatting-message-text/
"""

from __future__ import annotations

import re

from bellhop.message import Mention
from bellhop.platforms.labels import misleads
from bellhop.platforms.text import harmless

_BREAK = r"\s<>\"'`|()\[\]{}*&"
_URL = rf"https?://(?:[^{_BREAK}]|&(?!lt;|gt;)(?:amp;|(?!amp;)))*[^{_BREAK}_~.,;:!?]"
_RISKY = re.compile(
    r"[*_~`:@](?:(?<=`)|(?<=[*_~])(?:(?<![A-Za-z0-9].)|(?![A-Za-z0-9]))"
    r"|(?<=:)(?!\d\d:)[\w+'-]+:|(?<=@)(?i:channel|here|everyone)\b)"
)
"""Opens with one set of characters, which Python looks for fast, and only then looks around."""
_TELLING = re.compile(r"[*_~`:@<>&]")
_WORD = re.compile(r"(?<!\S)[^\s*_~`:@]*[*_~`:@]\S*")
_QUOTE_OR_WORD = re.compile(rf"(?m:^)[^\S\n]*(?P<quote>&gt;\S*)|{_WORD.pattern}")
_CROWD = re.compile(r"@(?=(?:channel|here|everyone)\b)", re.IGNORECASE)
_LINK = re.compile(_URL, re.IGNORECASE)
_MARKUP = re.compile(
    rf"(?P<code>```.*?```|`[^`\n]+`)|<(?P<angle>[^<>\n]*)>|(?P<url>{_URL})|@(?P<all>channel|here|everyone)\b"
    r"|(?P<entity>&(?:amp|lt|gt);)|[<>&]",
    re.IGNORECASE | re.DOTALL,
)
_FENCE = re.compile(r"`(?=``)")
_URL_TARGET = re.compile(r"(?:https?://[^\s/]|mailto:[^\s/])\S*", re.IGNORECASE)
_TAME_TARGET = re.compile(r"https://[!-.0-;=?-{}~][!-;=?-{}~]*")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")
_GROUP = re.compile(r"S[A-Z0-9]{2,30}")
_CROWDS = ("here", "channel", "everyone")
_KEPT = re.compile(r"@[UW][A-Z0-9]{2,}|#C[A-Z0-9]{2,}|!date\^\d+\^[^^|]{1,100}")


def escape(text: str) -> str:
    """Text whose control characters are written as Slack wants them; nothing in it mentions anybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def hushed(text: str) -> str:
    """Text whose `@channel`, `@here` and `@everyone` bear a joiner that nobody sees, so that they are words."""
    return _CROWD.sub("@\u2060", text) if "@" in text else text


def plain(text: str) -> str:
    """Outside text as mrkdwn that shows it as it is; bare web addresses become links to themselves."""
    shown = harmless(text)
    if not _TELLING.search(shown):
        return shown
    escaped = escape(shown)
    if ">" in shown:
        return _QUOTE_OR_WORD.sub(_dress_quote_or_word, escaped)
    if "://" in shown or _RISKY.search(shown):
        return _WORD.sub(_dress_word, escaped)
    return escaped


def bold(text: str) -> str:
    """Outside text in bold; words that Slack might read as markup stand between the bold ones as code."""
    shown = plain(text)
    if "`" not in shown and "<" not in shown:
        words = " ".join(shown.split())
        return f"*{words}*" if words else ""
    runs: list[str] = []
    for word in shown.split():
        calm = "`" not in word and "<" not in word
        if runs and calm and runs[-1].endswith("*"):
            runs[-1] = f"{runs[-1][:-1]} {word}*"
        else:
            runs.append(f"*{word}*" if calm else word)
    return " ".join(runs)


def fence(text: str) -> str:
    """Outside text as preformatted lines; three backticks in it can't end them."""
    inside = hushed(escape(harmless(text)))
    if "```" in inside:
        inside = _FENCE.sub("`\u2060", inside)
    return f"```\n{inside}\n```"


def link(label: str, url: str) -> str:
    """A link; a label that Slack might read as markup stands as code before an arrow, a URL that is none as text.

    A label that names another host than the URL stands as code before the URL itself.
    """
    target = _target(url)
    shown = " ".join(harmless(label).split())
    if not target:
        return plain(f"{shown} {url}".strip())
    if not shown:
        return f"<{target}>"
    if shown != url and misleads(shown, url):
        return f"{_code(escape(shown))} <{target}>"
    if _RISKY.search(shown):
        return f"{plain(shown)} <{target}|↗>"
    return f"<{target}|{escape(shown).replace('|', '¦')}>"


def mention(who: Mention) -> str:
    """Somebody whom the configuration names, so that Slack tells them; by the mere name if there is no id."""
    if _PERSON.fullmatch(who.handle):
        return f"<@{who.handle}>"
    if _GROUP.fullmatch(who.handle):
        return f"<!subteam^{who.handle}>"
    if who.handle in _CROWDS:
        return f"<!{who.handle}>"
    return plain(who.name)


def markup(text: str) -> str:
    """An author's own mrkdwn: marks, people and links are kept; nobody is pinged in crowds.

    `<@U…>` mentions a person and stays. `<!channel>`, `<!here>`, `<!everyone>` and `<!subteam^…>` become words; links
    stay if they are http, https or mailto; every other control sequence is shown as it was written.
    """
    return _MARKUP.sub(_dress_markup, harmless(text))


def authored_bold(text: str) -> str:
    """An author's own mrkdwn on one line, in bold where it has no bold of its own."""
    shown = " ".join(markup(text).split())
    return f"*{shown}*" if shown and not re.search(r"[*`]", shown) else shown


def _dress_quote_or_word(match: re.Match[str]) -> str:
    if match["quote"]:
        return match[0].replace(match["quote"], _code(match["quote"]))
    return _dress_word(match)


def _dress_word(match: re.Match[str]) -> str:
    """A word of escaped text as code if Slack might read it as markup, with its web address as a link if it has one."""
    word = match[0]
    found = _LINK.search(word) if "://" in word else None
    if not found:
        return _code(word) if _RISKY.search(word) else word
    before, after = word[: found.start()], word[found.end() :]
    if before[-1:].isalnum() or _RISKY.search(before) or _RISKY.search(after) or not _target(found[0]):
        return _code(word)
    return f"{before}<{found[0]}>{after}"


def _code(word: str) -> str:
    # A backtick would end the code; its twin looks the same and ends nothing.
    inside = hushed(word).replace("`", "\u02cb")
    return f"`{inside}`"


def _dress_markup(match: re.Match[str]) -> str:
    if match["entity"]:
        return match[0]
    if match["url"]:
        return f"<{_target(_unescape(match[0]))}>"
    if match["all"]:
        return f"@\u2060{match['all']}"
    if match["angle"] is not None:
        return _dress_angle(match["angle"])
    return escape(match[0])


def _dress_angle(inside: str) -> str:
    head, _, label = inside.partition("|")
    if _KEPT.fullmatch(head):
        return f"<{inside}>" if head.startswith("!date") and "|" in inside else f"<{head}>"
    if head.startswith("!"):
        crowd = label.removeprefix("@") or head[1:].partition("^")[0]
        return f"@\u2060{escape(crowd)}"
    target = _target(_unescape(head))
    if target and label and misleads(_unescape(label), _unescape(head), names=True):
        return f"{_code(escape(_unescape(label)))} <{target}>"
    if target:
        return f"<{target}|{escape(_unescape(label))}>" if label else f"<{target}>"
    return escape(f"<{inside}>")


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _target(url: str) -> str:
    """A URL as it may stand in a link, or empty if it is none that a person should follow."""
    url = url.strip()
    if len(url) > 2_000:
        return ""
    if _TAME_TARGET.fullmatch(url):
        return url.replace("&", "&amp;")
    if not _URL_TARGET.fullmatch(url):
        return ""
    quoted = harmless(url).replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return quoted.replace("&", "&amp;")
