"""What keeps a channel quiet without losing anything: repeats, flapping, storms, silences, quiet hours. All pure.

`decide` says of one delivery whether it is sent, joins a digest or stays silent, and why. What it remembers between
events are marks, which the store keeps, so that every replica decides alike.
"""

from bellhop.noise.decide import Verdict, decide
from bellhop.noise.facts import Facts, facts_of
from bellhop.noise.fate import Digest, Join, Kind, Send, Silent
from bellhop.noise.marks import Mark, keys_of
from bellhop.noise.match import Match
from bellhop.noise.settings import NoiseSettings
from bellhop.noise.silence import Silence

__all__ = [
    "Digest",
    "Facts",
    "Join",
    "Kind",
    "Mark",
    "Match",
    "NoiseSettings",
    "Send",
    "Silence",
    "Silent",
    "Verdict",
    "decide",
    "facts_of",
    "keys_of",
]
