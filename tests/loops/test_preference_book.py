from datetime import UTC, datetime, timedelta

from bellhop.channel import Channel, Threading
from bellhop.event import Envelope
from bellhop.ingest import Ingest
from bellhop.preference_book import PreferenceBook
from bellhop.routing import Routing
from bellhop.store import Store
from bellhop.store.fates import list_deliveries
from bellhop.store.preferences import keep_preference

OPS = Channel(name="ops", platform="web", topics=("arn:aws:sns:*",))
ALARM = (
    '{"AlarmName":"cpu","NewStateValue":"ALARM","OldStateValue":"OK","AWSAccountId":"123456789012",'
    '"StateChangeTime":"2026-01-29T15:39:07.000+0000","Region":"Asia Pacific (Seoul)",'
    '"AlarmArn":"arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:cpu","NewStateReason":"high"}'
)


async def choose(store: Store, **chosen: str) -> None:
    for name, value in chosen.items():
        await store.write(lambda c, n=name, v=value: keep_preference(c, "ops", n, v, "minji", datetime.now(UTC)))


async def test_a_choice_holds_once_the_book_was_read_again_and_is_taken_back(store: Store) -> None:
    book = PreferenceBook(store)
    await book.refresh()
    assert book.prefer(OPS) is OPS
    await choose(store, locale="ko", threading="thread", window="3600")
    await book.refresh()
    found = book.prefer(OPS)
    assert (found.locale, found.threading, found.window) == ("ko", Threading.THREAD, timedelta(hours=1))
    assert book.prefer(OPS) is found
    await choose(store, locale="", threading="", window="")
    await book.refresh()
    assert book.prefer(OPS) is OPS


async def test_news_is_told_as_the_channel_prefers_it_by_then(store: Store) -> None:
    book = PreferenceBook(store)
    ingest = Ingest(store, Routing([OPS]), lambda _: None, prefer=book.prefer)

    async def told(key: str) -> str:
        now = datetime.now(UTC)
        envelope = Envelope(source="sns", body=ALARM, key=key, topic="arn:aws:sns:x", subject="", received=now)
        await ingest.accept([envelope])
        return (await store.read(list_deliveries))[0]["title"]

    english = await told("1")
    await choose(store, locale="ko", timezone="Asia/Seoul")
    await book.refresh()
    assert await told("2") != english
