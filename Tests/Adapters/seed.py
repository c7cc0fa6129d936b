"""The adapter of a server that is built as the seed document has it.

One global buffer, a loop that looks every 50 ms and keeps the count that it has sent, and a task that is
cancelled once the agent has returned. What is between the two lines is the server, all else the adapter.
"""

import asyncio
import base64
import json
import sys

# ---- the server -----------------------------------------------------------------------------------------
buffer = {}  # for each trace its updates
streams = {}  # for each trace the tasks that stream it


async def stream(writer, trace):
    last_count = 0
    while True:
        updates = buffer[trace]
        for update in updates[last_count:]:
            writer.write(f"data: {json.dumps(update, ensure_ascii=False)}\n\n".encode())
            await writer.drain()
        last_count = len(updates)
        await asyncio.sleep(0.05)


async def serve(reader, writer):
    request = (await reader.readuntil(b"\r\n\r\n")).decode()
    trace = request.split()[1].removeprefix("/")
    if trace not in buffer:
        writer.write(b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n")
    else:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        streams.setdefault(trace, []).append(asyncio.current_task())
        try:
            await stream(writer, trace)
        except (asyncio.CancelledError, ConnectionError):
            pass
    writer.close()


async def run_agent(trace, how):
    if "complete" in how:  # else the agent has thrown, and what follows it is skipped
        for task in streams.get(trace, []):
            task.cancel()


# ---- the adapter ----------------------------------------------------------------------------------------
server = None
connections = {}


async def start(call):
    global server
    server = await asyncio.start_server(serve, "127.0.0.1", 0)


async def stop(call):
    server.close()
    for task in [task for tasks in streams.values() for task in tasks]:
        task.cancel()
    streams.clear()
    buffer.clear()


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


async def main():
    calls = {
        "hello": lambda call: {"version": 1, "profile": "reference"},
        "start": start, "stop": stop, "connect": connect, "read": read,
        "open": lambda call: buffer.__setitem__(call["trace"], []),
        "publish": lambda call: buffer[call["trace"]].append(call["update"]),
        "finish": lambda call: run_agent(call["trace"], call),
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
