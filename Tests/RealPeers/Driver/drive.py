"""Drives the servers of this package as their clients would, and tells what they saw.

usage: drive.py BUILD [WORD], where BUILD is the folder of the products; of the functions below, and the
rules, only those with WORD in their names.
"""
import asyncio
import glob
import inspect
import os
import re
import shutil
import signal
import sys
import time

import agui
import browser
import clients
import processes
from clients import number, post, status, watch, watch_socket
from processes import Redis, Server
from report import check, note, summary, tell

BUILD = sys.argv[1]
WORD = sys.argv[2] if len(sys.argv) > 2 else ""


async def event_streams(hummingbird, nio):
    """Every answer of the two servers, to httpx-sse."""
    for name, server in (("Hummingbird", hummingbird), ("SwiftNIO", nio)):
        began = [post(server, "quick-1"), post(server, "quick-1"), post(server, "x" * 300)]
        check(f"{name}, POST", began == [201, 409, 400], f"new, again, too long a name: {began}")
        code, ids, types = await watch(server, "quick-1")
        check(f"{name}, httpx-sse", code == 200 and types == ["update"] * 5 + ["complete"]
              and [number(i) for i in ids] == [1, 2, 3, 4, 5, 6],
              f"{len(ids)} events, the last one {types[-1]}, ids {ids[0]} to {ids[-1]}")
        epoch = ids[0].split("-")[0]
        asked = {None: 200, f"{epoch}-4": 200, f"{epoch}-6": 204, f"{epoch}-99": 409,
                 "other-1": 409, "zz!": 400}
        seen = {last: status(server, "runs/quick-1", last) for last in asked}
        seen["nothing"] = status(server, "runs/nothing")
        seen["gone"] = status(server, "runs/gone", f"{epoch}-3")
        asked |= {"nothing": 404, "gone": 410}
        check(f"{name}, statuses", seen == asked, ", ".join(f"{k} {v}" for k, v in seen.items()))
        post(server, "quick-2")
        code, ids, types, visits = await clients.watch_again_and_again(server, "quick-2", 2)
        check(f"{name}, cut by the client after each second event",
              code == 204 and [number(i) for i in ids] == [1, 2, 3, 4, 5, 6],
              f"{visits} visits, ids {[number(i) for i in ids]}, then {code}")
    post(hummingbird, "quick-3")
    code, ids, types = await watch(hummingbird, "quick-3", path="reference")
    check("Hummingbird, profile of the seed document", types == ["message"] * 5 and not any(ids),
          f"{len(types)} events without a name or an id, then the end of the body")


async def front_ends(hummingbird):
    """AG-UI: what it is asked for with its own models, and what these say of the answers."""
    paths = sorted(glob.glob("Fixtures/Transcripts/*/ag-ui*.sse"))
    wrong, ends = [], {}
    for path in paths:
        try:
            with open(path, newline="") as file:
                client, _ = agui.read_body(file.read())
            ends[client.end] = ends.get(client.end, 0) + 1
        except Exception as error:
            wrong.append(f"{path}: {error}")
    check("AG-UI, all scenarios by the models of ag-ui-protocol", len(paths) > 20 and not wrong,
          "; ".join(wrong[:3]) or f"{len(paths)} bodies, ends {ends}")
    agent = f"{hummingbird.base}/agent"
    async with clients.httpx.AsyncClient(timeout=30) as client:
        given = agui.run_input("thread-1", "quick-agui")
        answer = await client.post(agent, json=given)
        seen, last = agui.read_body(answer.text)
        drift = abs(json_timestamps(answer.text)[0] / 1000 - time.time())
        check("AG-UI, a run", answer.headers["content-type"] == "text/event-stream"
              and seen.end == "success" and seen.run == ("thread-1", "quick-agui")
              and list(seen.texts.values()) == ["done"] and number(last) == 6 and drift < 10,
              f"{len(seen.types)} events, {seen.end}, began {drift:.1f} s ago")
        refused = [(await client.post(agent, json=bad)).status_code
                   for bad in (given, {"threadId": 1}, {**given, "runId": ""})]
        check("AG-UI, input that is refused", refused == [409, 400, 400],
              f"the same run, no run, an empty name: {refused}")
        epoch = last.split("-")[0]
        again = await client.get(f"{agent}/thread-1/quick-agui",
                                 headers={"Last-Event-ID": f"{epoch}-3"})
        seen, last = agui.read_body(again.text)
        ended = (await client.get(f"{agent}/thread-1/quick-agui",
                                  headers={"Last-Event-ID": last})).status_code
        check("AG-UI, resumed", seen.types[:2] == ["RUN_STARTED", "ACTIVITY_SNAPSHOT"]
              and seen.end == "success" and len(seen.types) == 8 and ended == 204,
              f"{len(seen.types)} events after the third, then {ended}")


def json_timestamps(body):
    return [int(time) for time in re.findall(r'"timestamp":(-?\d+)', body)]


async def websockets(nio):
    """Both levels, to Python's websockets."""
    for level in ("frames", "messages"):
        trace = f"quick-{level}"
        post(nio, trace)
        messages, code, _ = await watch_socket(nio, level, trace)
        ids = [message["id"] for message in messages]
        check(f"SwiftNIO, {level}", code == 1000 and [number(i) for i in ids] == list(range(1, 7))
              and messages[-1]["type"] == "complete", f"{len(messages)} messages, closed {code}")
        rest, code, _ = await watch_socket(nio, level, trace, ids[3])
        ended = await watch_socket(nio, level, trace, ids[5])
        unknown = await watch_socket(nio, level, "nothing")
        check(f"SwiftNIO, {level}, resumed", [m["id"] for m in rest] == ids[4:] and code == 1000
              and ended[0] == [] and unknown[1] == 4404,
              f"{len(rest)} messages after the fourth; at the end {ended[1]} {ended[2]!r}; "
              f"of no trace {unknown[1]} {unknown[2]!r}")


async def browsers(hummingbird, nio):
    """EventSource and WebSocket in Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    seen, asked = await browser.drive(chromium, hummingbird, SocketsOf(hummingbird, nio))
    source = seen["source"]
    ids = [number(i) for i in source["ids"]]
    check("browser, EventSource", seen["begun"] == 201 and ids == [1, 2, 3, 4, 5, 6]
          and source["types"][-1] == "complete" and source["text"] == "done",
          f"ids {ids}, {source['opens']} connections, the answer {source['text']!r}")
    check("browser, cut by the server", asked[0] is None and asked[1] == source["ids"][1],
          f"asked from {', then '.join(str(a) for a in asked)}")
    check("browser, 204 at the end", len(asked) == 3 and asked[2] == source["ids"][-1]
          and source["state"] == 2, f"{len(asked)} requests in all, closed for good, no loop")
    for level in ("frames", "messages"):
        whole, rest, none = seen[level], seen[f"{level} after"], seen[f"{level} nothing"]
        check(f"browser, WebSocket, {level}", [number(i) for i in whole["ids"]] == [1, 2, 3, 4, 5, 6]
              and whole["code"] == 1000 and rest["ids"] == whole["ids"][3:] and none["code"] == 4404,
              f"{len(whole['ids'])} messages, closed {whole['code']}; {len(rest['ids'])} after the "
              f"third; of no trace {none['code']}")
    check("browser, statuses", seen["again"] == 409 and seen["missing"] == 404,
          f"the same run again {seen['again']}, no such run {seen['missing']}")


async def slow_readers(hummingbird, nio):
    """A client that reads 1 KB/s, one that stops reading, some that vanish; and others meanwhile."""
    for name, server in (("Hummingbird", hummingbird), ("SwiftNIO", nio)):
        post(server, "large-1")
        post(server, "long-1")
        post(server, "silent-1")
        await asyncio.sleep(1)
        before, memory = server.descriptors(), server.megabytes()
        slow = clients.ask(server, "runs/large-1", 4096)
        stalled = [clients.ask(server, "runs/large-1", 4096) for _ in range(10)]
        if server is nio:
            stalled += [clients.ask_upgrade(server, f"{level}/large-1")
                        for level in ("frames", "messages") for _ in range(5)]
        idle = clients.ask(server, "runs/silent-1")
        vanishing = [clients.ask(server, "runs/silent-1", 4096) for _ in range(20)]
        await asyncio.sleep(0.5)
        for client in vanishing:
            client.close()
        others = asyncio.create_task(watch(server, "long-1"))
        read = await clients.read_slowly(slow, 1024, 8)
        code, ids, _ = await others
        check(f"{name}, one who reads at once beside them", [number(i) for i in ids]
              == list(range(1, 102)), f"{len(ids)} events in order, none lost")
        check(f"{name}, 1 KB/s", len(read) > 4_000 and b"200 OK" in read,
              f"read {len(read)} bytes in 8 s and was not sent away for it")
        beats = idle.recv(65_536).count(b"\n:\n")
        idle.close()
        check(f"{name}, heartbeats", beats >= 1, f"{beats} on an idle stream, in the same time")
        await until(lambda: server.descriptors() <= before + 1, 12)
        held, grown = server.descriptors() - before, server.megabytes() - memory
        check(f"{name}, {len(stalled)} who stop reading, 20 who vanish", held <= 1,
              f"{max(held, 0)} connections left when they have had their time, {grown:+.1f} MB")
        for client in stalled + [slow]:
            client.close()


async def hundreds(hummingbird):
    """300 viewers of one trace, then 500 traces at once."""
    post(hummingbird, "long-many")
    begin = time.monotonic()
    codes = await raw_audience(hummingbird, ["long-many"] * 300)
    whole = sum(c == list(range(1, 102)) for c in codes)
    check("300 viewers of one trace", whole == 300,
          f"{whole} have seen all 101 events in order, after {time.monotonic() - begin:.1f} s")
    begin = time.monotonic()
    traces = [f"quick-many{index}" for index in range(500)]
    async with clients.httpx.AsyncClient() as client:
        for trace in traces:
            await client.post(f"{hummingbird.base}/runs/{trace}")
    codes = []
    for part in (traces[:250], traces[250:]):
        codes += await raw_audience(hummingbird, part)
    whole = sum(c == [1, 2, 3, 4, 5, 6] for c in codes)
    check("500 traces at once", whole == 500,
          f"{whole} viewers have seen their own to its end, after {time.monotonic() - begin:.1f} s")


async def raw_audience(server, traces):
    """The numbers that a viewer of each trace reads, on sockets of their own."""
    bodies = await asyncio.gather(*(clients.read_whole(server, trace) for trace in traces))
    return [[number(line[4:].decode()) for line in body.split(b"\n") if line.startswith(b"id: ")]
            for body in bodies]


async def until(is_so, within):
    deadline = time.monotonic() + within
    while not is_so() and time.monotonic() < deadline:
        await asyncio.sleep(0.1)


async def terminations():
    """SIGTERM while streams are open, some of which nobody reads."""
    for product in ("hummingbird-server", "nio-server"):
        server = Server(BUILD, product)
        post(server, "silent-1")
        post(server, "large-1")
        await asyncio.sleep(0.5)
        stalled = [clients.ask(server, "runs/large-1", 4096) for _ in range(5)]
        reading = asyncio.create_task(watch(server, "silent-1"))
        sockets = [asyncio.create_task(watch_socket(server, level, "silent-1"))
                   for level in ("frames", "messages") if product == "nio-server"]
        await asyncio.sleep(1)
        code, seconds = await asyncio.to_thread(
            processes.end, server.process, signal.SIGTERM, 10)
        _, ids, _ = await asyncio.wait_for(reading, 5)
        closed = [(await asyncio.wait_for(socket, 5))[1] for socket in sockets]
        check(f"{product}, SIGTERM with open streams", code == 0 and seconds < 5 and len(ids) == 1
              and all(c == 1001 for c in closed),
              f"exit {code} after {seconds:.2f} s with 5 stalled viewers; the stream ended after "
              f"{len(ids)} event" + (f", sockets closed {closed}" if closed else ""))
        for client in stalled:
            client.close()


async def redis_streams():
    """Two processes over one Redis: an agent in one, viewers in the other; a restart in between."""
    redis = Redis()
    agents, viewers = (Server(BUILD, "redis-server-peer", REDIS_PORT=str(redis.port))
                       for _ in range(2))
    began = [post(agents, "quick-1"), post(viewers, "quick-1")]
    code, ids, types = await watch(viewers, "quick-1")
    check("Redis, the agent in one process and the viewer in another", began == [201, 409]
          and [number(i) for i in ids] == list(range(1, 7)) and types[-1] == "complete",
          f"{len(ids)} events; the same run in the other process: {began[1]}")
    code, rest, _ = await watch(agents, "quick-1", ids[2])
    ended = status(viewers, "runs/quick-1", ids[-1])
    check("Redis, resumed in the other process", rest == ids[3:] and ended == 204,
          f"ids {[number(i) for i in rest]} after the third, at the end {ended}")
    post(agents, "long-1")
    watching = [asyncio.create_task(watch(viewers, "long-1")) for _ in range(20)]
    await asyncio.sleep(3)
    seconds = (await asyncio.to_thread(processes.end, redis.process))[1]
    await asyncio.sleep(1)
    redis = Redis(restarts=redis)
    seen = await asyncio.gather(*watching)
    whole = sum([number(i) for i in ids] == list(range(1, 102)) for _, ids, _ in seen)
    check("Redis, killed and started again in mid-stream", whole == 20,
          f"{whole} of 20 viewers have seen all 101 events, each once")
    post(agents, "large-1")
    reading = asyncio.create_task(clients.read_whole(viewers, "large-1"))
    cuts = 0
    while not reading.done() and cuts < 100:
        await processes.run("redis-cli", "-p", str(redis.port), "client", "kill", "type", "normal")
        cuts += 1
        await asyncio.sleep(0.05)
    said = re.findall(rb'"message":"(\d+) ', await asyncio.wait_for(reading, 60))
    check("Redis, connections cut while an agent speaks", [int(n) for n in said]
          == list(range(1, 4_001)) and cuts > 2,
          f"{len(said)} updates of {len(set(said))} in order, each once, beside {cuts} cuts")
    ends = [processes.end(server.process, signal.SIGTERM, 10) for server in (agents, viewers)]
    check("Redis, SIGTERM", all(code == 0 for code, _ in ends),
          ", ".join(f"exit {code} after {seconds:.2f} s" for code, seconds in ends))


class Rules:
    """The kit, in a process of its own with a Redis of its own; it waits most of its time."""

    def __init__(self):
        redis = Redis()
        viewers = Server(BUILD, "redis-server-peer", REDIS_PORT=str(redis.port))
        self.process = processes.start(
            [os.path.join(BUILD, "peer-verification"), str(redis.port), str(viewers.port)], "rules")

    async def tell(self):
        code = await asyncio.wait_for(asyncio.to_thread(self.process.wait), 150)
        for line in processes.words(self.process).splitlines():
            verdict, _, what = line.partition(" ")
            if verdict in ("ok", "FAILED"):
                name, _, found = what.rpartition(" | ")
                tell(verdict, f"rules, {name}", found)
            else:
                note(line)
        check("rules, all were judged", code in (0, 1), f"status {code}")


class SocketsOf:
    """Where a page's WebSockets go: those of one server, after its run was begun there."""

    def __init__(self, events, server):
        self.port = server.port
        post(server, "quick-socket")


async def main():
    begin = time.monotonic()
    hummingbird = Server(BUILD, "hummingbird-server")
    nio = Server(BUILD, "nio-server")
    servers = {"hummingbird": hummingbird, "nio": nio}
    rules = Rules() if WORD in "rules" else None
    parts = [event_streams, front_ends, websockets, browsers, slow_readers, hundreds, terminations, redis_streams]
    for part in parts:
        if WORD not in part.__name__:
            continue
        needed = [servers[name] for name in inspect.signature(part).parameters]
        try:
            await asyncio.wait_for(part(*needed), 200)
        except Exception as error:
            check(part.__name__, False, f"{type(error).__name__}: {error}")
    if rules:
        await rules.tell()
    note(f"driven in {time.monotonic() - begin:.0f} s")


try:
    asyncio.run(main())
finally:
    processes.end_all()
sys.exit(summary())
