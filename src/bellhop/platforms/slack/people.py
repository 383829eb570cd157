"""Who is who in Slack, and what was heard before: two small memories with a bound."""

from __future__ import annotations

from collections import OrderedDict

from bellhop.errors import DeliveryError
from bellhop.payload import Payload
from bellhop.platforms.slack.api import Api

_PEOPLE = 2_000
_SEEN = 5_000


class People:
    """Names of people, each asked for once (https://docs.slack.dev/reference/methods/users.info/)."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._names: OrderedDict[str, str] = OrderedDict()

    async def name(self, user: str) -> str:
        """How to address a person, without `@`; their id if Slack doesn't tell."""
        known = self._names.get(user)
        if known:
            return known
        try:
            found = Payload(await self._api.read("users.info", {"user": user})).at("user")
        except DeliveryError:
            return user
        names = (("profile", "display_name"), ("profile", "real_name"), ("name",))
        name = next(filter(None, (found.text(*keys, default="") for keys in names)), user)
        self._names[user] = name
        if len(self._names) > _PEOPLE:
            self._names.popitem(last=False)
        return name


class Seen:
    """What was heard already: Slack sends again what it thinks was not acknowledged in time."""

    def __init__(self, bound: int = _SEEN) -> None:
        self._bound = bound
        self._keys: OrderedDict[str, None] = OrderedDict()

    def again(self, *parts: object) -> bool:
        """Whether this was heard before; from now on it was."""
        key = "\0".join(map(str, parts))
        if key in self._keys:
            return True
        self._keys[key] = None
        if len(self._keys) > self._bound:
            self._keys.popitem(last=False)
        return False
