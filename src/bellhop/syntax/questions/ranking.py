"""The operations that may answer a question, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from bellhop.syntax.questions.stems import stem
from bellhop.syntax.questions.vocabulary import vocabulary
from bellhop.syntax.questions.wording import Wording, wording

Row = tuple[str, str, int, float]
"""Service and verb by the CLI's names, how many parameters it needs, SQLite's rank (the more negative the better)."""

MOST = 3
"""How many commands are offered."""
QUERY = """
SELECT service, verb, needs, found.rank FROM
    (SELECT rowid, bm25(question, 6, 3, 8, 1, 0.3) AS rank FROM question WHERE question MATCH ?
     ORDER BY rank LIMIT 300) AS found
    JOIN wording ON wording.id = found.rowid
"""


def answers(
    text: str, search: Callable[[str], Sequence[Row]], is_service: Callable[[str], bool], recent: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the commands that may answer a question, likeliest first, three at most; none if nothing fits.

    Args:
        text: the question, in English or Korean.
        search: runs `QUERY` with an FTS5 expression.
        is_service: knows the CLI's names of services.
        recent: services that the channel used lately.
    """
    asked = wording(text, is_service)
    terms = {*asked.words, *asked.near, *asked.named, *asked.hinted}
    if not terms:
        return ()
    anywhere = " OR ".join(f'"{term}"' for term in sorted(terms))
    # Names alone are found in a third of the time; the documentation is for what no name has.
    rows = search(f"{{service name words}} : ({anywhere})") or search(anywhere)
    scored = [(_score(asked, row, rows[0][3], recent), row[0], row[1]) for row in rows]
    ordered = sorted((one for one in scored if one[0] > 0), key=lambda one: (-one[0], len(one[2]), one[1]))
    region = f" --region {asked.region}" if asked.region else ""
    return tuple(f"{service} {verb}{region}" for _, service, verb in ordered[:MOST])


@lru_cache(maxsize=4096)
def _stems(words: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words.split("-") if word != "v2")


def _score(asked: Wording, row: Row, best: float, recent: Sequence[str]) -> float:
    """Return how well an operation fits; 0 if it has nothing to do with the question."""
    service, verb, needs, rank = row
    known = vocabulary()
    first, *things = _stems(verb)
    exact, near = asked.words.intersection(things), asked.near.intersection(things)
    ours = service in asked.named or service in asked.hinted
    bare = not things and ours and first in asked.verbs[:1]
    if not (exact or near or bare or service in asked.named):
        return 0
    fitting = (len(exact) + 0.8 * len(near)) / len(set(things)) if things else 0.7 * bare
    told = len(asked.words.intersection((*things, first, *_stems(service))))
    score = 4 * fitting + 4 * told / max(len(asked.words), 1) + rank / best
    score += _intent(asked, first) + _service(asked, service) + _head(asked, verb, things)
    score += 0.12 * known.weights.get(service, 0) + 1.2 * ((service, verb) in known.popular)
    score -= min(needs, 3) * (0.9 if asked.shows else 0.15)
    return max(score + 3 * (service in recent), 0.01)


def _intent(asked: Wording, first: str) -> float:
    if first in asked.verbs:
        return 4 - (0.3 if asked.shows else 0.5) * asked.verbs.index(first)
    return -2


def _service(asked: Wording, service: str) -> float:
    return 5 if service in asked.named else 2.5 if service in asked.hinted else 0


def _head(asked: Wording, verb: str, things: Sequence[str]) -> float:
    """Prefer the operation whose last word is what is wanted, several if several are."""
    wanted = bool(things) and things[-1] in asked.heads
    return 1.2 * wanted + 0.4 * (asked.plural and verb.endswith("s"))
