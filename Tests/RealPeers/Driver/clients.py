"""Python's clients: httpx-sse, websockets, and sockets alone."""
import asyncio
import json
import socket
import time

import httpx
import httpx_sse
import websockets


def post(server, trace):
    return httpx.post(f"{server.base}/runs/{trace}").status_code


def status(server, path, last_id=None):
    headers = {"Last-Event-ID": last_id} if last_id else {}
    with httpx.stream("GET", f"{server.base}/{path}", headers=headers, timeout=10) as response:
        return response.status_code


def number(event_id):
    return int(event_id.split("-")[-1])


async def watch(server, trace, last_id=None, cut_after=None, timeout=60, path="runs"):
    """What httpx-sse reads of a trace: the status, the ids and the types."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    ids, types = [], []
    async with httpx.AsyncClient(timeout=timeout) as client:
        async with httpx_sse.aconnect_sse(
                client, "GET", f"{server.base}/{path}/{trace}", headers=headers) as source:
            if source.response.status_code != 200:
                return source.response.status_code, ids, types
            async for event in source.aiter_sse():
                json.loads(event.data)
                ids.append(event.id)
                types.append(event.event)
                if len(ids) == cut_after:
                    break
    return 200, ids, types


async def watch_again_and_again(server, trace, cut_after):
    """What a client sees that hangs up after some events, and comes again until it is told 204."""
    ids, types, visits = [], [], 0
    while True:
        visits += 1
        code, more, kinds = await watch(server, trace, ids[-1] if ids else None, cut_after)
        ids += more
        types += kinds
        if code != 200 or visits > 20:
            return code, ids, types, visits


async def watch_socket(server, path, trace, after=None):
    """What websockets reads of a trace: the messages, and how it was closed."""
    messages = []
    place = f"?after={after}" if after else ""
    async with websockets.connect(f"{server.sockets}/{path}/{trace}{place}") as peer:
        try:
            async for message in peer:
                messages.append(json.loads(message))
        except websockets.ConnectionClosed:
            pass
        return messages, peer.close_code, peer.close_reason


def ask(server, path, buffer_size=None):
    """A socket on which a stream was asked for, of which nothing was read."""
    client = socket.socket()
    if buffer_size:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_size)
    client.connect(("127.0.0.1", server.port))
    client.sendall(f"GET /{path} HTTP/1.1\r\nHost: peers\r\nConnection: close\r\n\r\n".encode())
    return client


def ask_upgrade(server, path):
    """A socket that has asked for a WebSocket, and reads nothing."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", server.port))
    client.sendall((
        f"GET /{path} HTTP/1.1\r\nHost: peers\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n").encode())
    return client


async def read_whole(server, trace):
    """All that comes on a stream until it ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1 << 20)
    writer.write(f"GET /runs/{trace} HTTP/1.1\r\nHost: peers\r\nConnection: close\r\n\r\n".encode())
    body = await asyncio.wait_for(reader.read(-1), 60)
    writer.close()
    return body


async def read_slowly(client, rate, seconds):
    """Reads so many bytes a second for so long; all that was read."""
    loop = asyncio.get_running_loop()
    client.setblocking(False)
    read, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        chunk = await loop.sock_recv(client, rate)
        if not chunk:
            break
        read += chunk
        await asyncio.sleep(len(chunk) / rate)
    return read
