"""Word stems, light ones: `policies` and `policy`, `failing` and `fails` are the same word."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its plural, `-ing` or `-ed`; lower case in, lower case out."""
    if len(word) <= 3 or word.endswith(("ss", "us", "sis", "dis")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s"):
        return word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
