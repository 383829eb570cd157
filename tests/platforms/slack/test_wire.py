"""The wire that posts go over: what an answer is, and how far a post came when there is none."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from bellhop.platforms.slack.faults import judge
from bellhop.platforms.slack.wire import Unreachable, Wire

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Name: Value\r\n\r\n{}"
Script = Callable[[int], bytes | None]


@asynccontextmanager
async def serving(script: Script) -> AsyncGenerator[tuple[Wire, list[asyncio.Task[None]]]]:
    """A server that answers posts by a script, which is told the connection's number; None hangs up."""
    connections: list[asyncio.Task[None]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        connections.append(task)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                await reader.readexactly(length)
                answer = script(len(connections))
                if answer is None:
                    break
                writer.write(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    wire = Wire(f"http://127.0.0.1:{port}/api/", {"Authorization": "Bearer t"})
    try:
        yield wire, connections
    finally:
        await wire.close()
        server.close()
        await asyncio.gather(*connections)


async def test_posts_in_a_row_share_a_connection() -> None:
    async with serving(lambda _: OK) as (wire, connections):
        answers = [await wire.post("chat.postMessage", b"{}") for _ in range(3)]
        assert [(one.status, one.headers["x-name"], bytes(one.body)) for one in answers] == [(200, "Value", b"{}")] * 3
        assert len(connections) == 1


async def test_posts_at_once_have_a_connection_each() -> None:
    async with serving(lambda _: OK) as (wire, connections):
        await asyncio.gather(*(wire.post("chat.postMessage", b"{}") for _ in range(5)))
        assert len(connections) == 5


async def test_a_server_that_closes_is_connected_to_again() -> None:
    closing = OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    async with serving(lambda _: closing) as (wire, connections):
        assert [(await wire.post("m", b"{}")).status for _ in range(2)] == [200, 200]
        assert len(connections) == 2


@pytest.mark.parametrize("answer", [None, b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"])
async def test_a_post_without_a_whole_answer_is_unsure(answer: bytes | None) -> None:
    turns = iter([answer, None])
    async with serving(lambda _: next(turns)) as (wire, _):
        with pytest.raises((OSError, TimeoutError)) as caught:
            async with asyncio.timeout(0.2):
                await wire.post("m", b"{}")
        assert judge(caught.value).unsure


async def test_a_post_that_was_cut_off_leaves_no_answer_for_the_next() -> None:
    late = asyncio.Event()

    def script(connection: int) -> bytes:
        late.set()
        return b"" if connection == 1 else OK

    async with serving(script) as (wire, connections):
        task = asyncio.create_task(wire.post("m", b"{}"))
        await late.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await wire.post("m", b"{}")).status == 200
        assert len(connections) == 2


async def test_nobody_there_is_not_unsure(unused_tcp_port: int) -> None:
    wire = Wire(f"http://127.0.0.1:{unused_tcp_port}/", {})
    with pytest.raises(Unreachable) as caught:
        await wire.post("m", b"{}")
    assert not judge(caught.value).unsure
