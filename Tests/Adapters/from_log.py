"""An adapter that shows viewers what it was given to publish, and asks no server at all.

It is what an adapter must not be: what it verifies is itself.
"""

import base64
import json
import sys

logs = {}
connections = {}


def text(kind, number, data):
    return f"id: {number}\nevent: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def read(call):
    trace, position = connections[call["connection"]]
    entries = logs.get(trace, [])
    if position > 0 and entries and entries[position - 1][0] != "update":
        return {"end": True}
    connections[call["connection"]] = trace, len(entries)
    chunk = "".join(text(kind, position + i + 1, data) for i, (kind, data) in enumerate(entries[position:]))
    return {"bytes": base64.b64encode(chunk.encode()).decode()}


def connect(call):
    last = call["last_event_id"] or "0"
    entries = logs.get(call["trace"])
    if entries is None or not last.isdigit():
        return {"status": 404}
    if entries and entries[-1][0] != "update" and int(last) >= len(entries):
        return {"status": 204}
    connections[call["connection"]] = call["trace"], int(last)
    return {}


def answer(call):
    match call["call"]:
        case "hello":
            return {"version": 1, "profile": "resumable"}
        case "open":
            logs[call["trace"]] = []
        case "publish":
            logs[call["trace"]].append(("update", call["update"]))
        case "finish":
            kind = next(kind for kind in ("complete", "failed", "cancelled") if kind in call)
            logs[call["trace"]].append((kind, call[kind]))
        case "connect":
            return connect(call)
        case "read":
            return read(call)
    return {}


for line in sys.stdin:
    call = json.loads(line)
    print(json.dumps({"id": call["id"], **answer(call)}), flush=True)
