"""The adapter of a server that is built as the seed document's should have been.

A log for each trace whose last entry is the end, and a cursor for each viewer; numbers are ids. What is
between the two lines is the server, all else the adapter.
"""

import asyncio
import base64
import json
import sys

# ---- the server -----------------------------------------------------------------------------------------
logs = {}  # for each trace its entries: kind and data
changed = asyncio.Condition()
tasks = set()


async def append(trace, kind, data):
    async with changed:
        logs[trace].append((kind, json.dumps(data, ensure_ascii=False, separators=(",", ":"))))
        changed.notify_all()


def is_over(log):
    return bool(log) and log[-1][0] != "update"


async def stream(writer, log, cursor):
    while True:
        async with changed:
            await changed.wait_for(lambda: cursor < len(log))
        for number, (kind, data) in enumerate(log[cursor:], cursor + 1):
            writer.write(f"id: {number}\nevent: {kind}\ndata: {data}\n\n".encode())
            await writer.drain()
            cursor = number
            if kind != "update":
                return


async def serve(reader, writer):
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    log = logs.get(lines[0].split()[1].removeprefix("/"))
    ids = [line.split(": ")[1] for line in lines if line.lower().startswith("last-event-id: ")]
    cursor = int(ids[0]) if ids and ids[0].isdigit() else 0
    if log is None:
        writer.write(b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n")
    elif (ids and not ids[0].isdigit()) or cursor > len(log):
        writer.write(b"HTTP/1.1 410 Gone\r\nConnection: close\r\n\r\n")
    elif cursor == len(log) and is_over(log):
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    else:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        tasks.add(asyncio.current_task())
        try:
            await stream(writer, log, cursor)
        except (asyncio.CancelledError, ConnectionError):
            pass
        tasks.discard(asyncio.current_task())
    writer.close()


# ---- the adapter ----------------------------------------------------------------------------------------
server = None
connections = {}


async def start(call):
    global server
    server = await asyncio.start_server(serve, "127.0.0.1", 0)


async def stop(call):
    server.close()
    for task in list(tasks):
        task.cancel()
    logs.clear()


async def connect(call):
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    identifier = call["last_event_id"]
    header = f"Last-Event-ID: {identifier}\r\n" if identifier else ""
    writer.write(f"GET /{call['trace']} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n".encode())
    status = int((await reader.readuntil(b"\r\n\r\n")).split()[1])
    connections[call["connection"]] = reader, writer
    return {"status": status}


async def read(call):
    reader, _ = connections[call["connection"]]
    try:
        data = await asyncio.wait_for(reader.read(65536), call["wait"] / 1000)
    except asyncio.TimeoutError:
        return {"bytes": ""}
    return {"bytes": base64.b64encode(data).decode()} if data else {"end": True}


def finish(call):
    kind = next(kind for kind in ("complete", "failed", "cancelled") if kind in call)
    return append(call["trace"], kind, call[kind])


async def main():
    calls = {
        "hello": lambda call: {"version": 1, "profile": "resumable"},
        "start": start, "stop": stop, "connect": connect, "read": read, "finish": finish,
        "open": lambda call: logs.__setitem__(call["trace"], []),
        "publish": lambda call: append(call["trace"], "update", call["update"]),
        "disconnect": lambda call: connections.pop(call["connection"])[1].close(),
    }
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        call = json.loads(line)
        try:
            answer = calls[call["call"]](call)
            answer = await answer if asyncio.iscoroutine(answer) else answer
        except Exception as error:
            answer = {"error": repr(error)}
        print(json.dumps({"id": call["id"], **(answer or {})}), flush=True)


asyncio.run(main())
