"""From a button to what is done about it."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Coroutine

from bellhop.answer.asks import Asks
from bellhop.answer.desk import Desk, Talk, ask_of
from bellhop.answer.elevations import Elevations
from bellhop.answer.files import Files
from bellhop.answer.forms import Forms
from bellhop.answer.jobs import Jobs
from bellhop.answer.pages import Pages, expired
from bellhop.answer.questions import Questions, talk_of, why_not
from bellhop.answer.runs import Runs
from bellhop.builtins import builtins
from bellhop.command import Ask, Command, Press
from bellhop.delivery import Delivery
from bellhop.saying import IN
from bellhop.showing.question import others
from bellhop.store.fates import message_at

Start = Callable[[Coroutine[None, None, None], Ask], None]
"""Does work in the background, so that nobody is left without an answer."""


class Presses:
    """Does what buttons say.

    Args:
        desk: the audit log and the outbox.
        asks: understands words.
        runs: runs what may run.
        questions: the questions that Run and Cancel answer.
        forms: what is missing, and the values on buttons.
        pages: the rest of lists, and logs.
        files: answers as files.
        jobs: what goes on in the background.
        start: does work in the background.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        asks: Asks,
        runs: Runs,
        questions: Questions,
        forms: Forms,
        pages: Pages,
        files: Files,
        jobs: Jobs,
        start: Start,
    ) -> None:
        self._desk = desk
        self._asks = asks
        self._runs = runs
        self._questions = questions
        self._forms = forms
        self._pages = pages
        self._files = files
        self._jobs = jobs
        self._start = start

    async def do(self, press: Press) -> str:
        """Does what a button says; gives a notice for the presser's eyes, or empty.

        Raises:
            BellhopError: it can't be done.
        """
        account, _, text = press.value.partition(" ") if press.action == IN else ("", "", press.value)
        ask = ask_of(press, str(uuid.uuid4()), text)
        talk = await self._desk.talk(ask, replaces=press.message, account=account)
        if press.action in ("more", "less"):
            return await self._fold(press)
        if not talk.channel.commands:
            return talk.reader.say("Commands are switched off in this channel.", "이 채널에서는 명령을 쓸 수 없습니다.")
        doing: dict[str, Callable[[Press, Talk], Awaitable[str]]] = {
            "say": self._say,
            IN: self._say,
            "run": self._answered,
            "cancel": self._answered,
            "options": self._questions.show_options,
            "edit": self._asks.offers.edit,
            "others": self._others,
            "fill": self._fill,
            "page": self._page,
            "attach": self._attach,
            "log": self._pages.log,
            "stop": self._stop,
            "unfollow": self._runs.follows.stop,
            "wizard": self._wizard,
            "approve": self._vote,
            "deny": self._vote,
            "withdraw": self._vote,
            "elevation": Elevations(self._desk).pressed,
            "place": self._place,
        }
        if press.action in doing:
            return await doing[press.action](press, talk)
        if module := builtins().get(press.action):
            self._start(self._asks.call(talk, module, press.value), talk.ask)
            return ""
        return talk.reader.say("I don't know this button any more.", "더 이상 쓰이지 않는 버튼입니다.")

    async def _say(self, _: Press, talk: Talk) -> str:
        self._start(self._asks.answer(talk.beneath()), talk.ask)
        return ""

    async def _stop(self, press: Press, _: Talk) -> str:
        return await self._jobs.stop(press)

    async def _fill(self, press: Press, talk: Talk) -> str:
        found = await self._forms.filled(press, talk)
        if isinstance(found, str):
            return found
        self._start(self._asks.hear(*found), talk.ask)
        return ""

    async def _wizard(self, press: Press, talk: Talk) -> str:
        found = await self._asks.wizards.pressed(press, talk)
        if isinstance(found, str):
            return found
        self._start(self._asks.send(talk, found) if isinstance(found, list) else found, talk.ask)
        return ""

    async def _place(self, press: Press, talk: Talk) -> str:
        found = await self._asks.places.pressed(press, talk)
        if isinstance(found, str):
            return found
        talk, said = found
        self._start(self._asks.hear(talk, said) if said else self._asks.answer(talk), talk.ask)
        return ""

    async def _page(self, press: Press, talk: Talk) -> str:
        command = await self._pages.following(press)
        if command is None:
            return expired(talk.reader)
        self._start(self._follow(command, talk.beneath()), talk.ask)
        return ""

    async def _attach(self, press: Press, talk: Talk) -> str:
        command = await self._files.wanted(press)
        if command is None:
            return expired(talk.reader)
        self._start(self._follow(command, talk.beneath()), talk.ask)
        return ""

    async def _follow(self, command: Command, talk: Talk) -> None:
        """What was allowed for one page may be denied by the next, or to the next person."""
        await self._asks.do(talk, await self._desk.again(talk, command))

    async def _vote(self, press: Press, talk: Talk) -> str:
        found = await self._asks.approvals.pressed(press, talk)
        if isinstance(found, str):
            return found
        self._start(found, talk.ask)
        return ""

    async def _answered(self, press: Press, talk: Talk) -> str:
        if press.action == "run" and not press.text.strip() and await self._questions.lacks_reason(press, talk):
            return talk.reader.say(
                "Say why first, in the line above the buttons or with: @aws because …",
                "버튼 위 칸이나 @aws because …로 이유를 먼저 적어 주세요.",
            )
        claim = await self._questions.claim(press)
        if claim.command is None:
            return why_not(claim, talk.reader)
        asked = talk_of(talk, press)
        self._start(self._go_on(claim.command, press, asked), asked.ask)
        return ""

    async def _go_on(self, command: Command, press: Press, talk: Talk) -> None:
        """After a person's yes or no; the question's message is replaced by what came of it."""
        errand = await self._desk.again(talk, command)
        if press.action == "cancel":
            await self._questions.cancelled(errand, press, talk)
        else:
            await self._asks.go_on(errand, talk, press.text)

    async def _others(self, press: Press, talk: Talk) -> str:
        """Shows the buttons that did not stand on a message."""
        found = await self._desk.store.read(lambda c: message_at(c, press.channel, press.message))
        if found is None or not found[1].others:
            return talk.reader.say("I don't know this button any more.", "더 이상 쓰이지 않는 버튼입니다.")
        await self._desk.say(others(found[1], talk.reader), talk.beneath())
        return ""

    async def _fold(self, press: Press) -> str:
        found = await self._desk.store.read(lambda c: message_at(c, press.channel, press.message))
        if found is None:
            return ""
        kind, message = found
        await self._desk.put(
            Delivery(
                id=str(uuid.uuid4()),
                channel=press.channel,
                type=kind,
                message=message,
                replaces=press.message,
                expanded=press.action == "more",
            )
        )
        return ""
