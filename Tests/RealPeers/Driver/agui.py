"""What AG-UI's own models, and its rules of lifecycle, say of streams."""
import json
import sys

from ag_ui.core import Event, RunAgentInput
from pydantic import BaseModel, TypeAdapter

EVENT = TypeAdapter(Event)
# What holds any JSON: of what is in there nobody is a model.
OPEN = {"metadata", "content", "result", "value", "raw_event", "snapshot", "state"}


class Wrong(Exception):
    pass


def unknown_members(model, path):
    """Members that the schema, whose objects are closed, has no place for."""
    found = [f"{path}.{name}" for name in model.model_extra or {}]
    for name in type(model).model_fields:
        if name in OPEN:
            continue
        value = getattr(model, name)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, BaseModel):
                found += unknown_members(part, f"{path}.{name}")
    return found


class Client:
    """What a front end keeps of a stream, strict where the protocol is."""

    def __init__(self):
        self.running, self.closed = False, False
        self.run, self.end, self.result = None, None, None
        self.steps, self.open, self.texts, self.activities = set(), set(), {}, {}
        self.types = []

    def take(self, text):
        raw = json.loads(text)
        event = EVENT.validate_python(raw, strict=False)
        if extra := unknown_members(event, raw["type"]):
            raise Wrong(f"unknown members {extra}")
        if event.model_dump(mode="json", by_alias=True) != raw:
            raise Wrong(f"the models write {raw['type']} otherwise: {raw}")
        if not isinstance(raw.get("timestamp", 0), int):
            raise Wrong("a timestamp that is not whole")
        self.types.append(raw["type"])
        if raw["type"] == "RUN_STARTED":
            if self.running or event.protocol_version != "1.0":
                raise Wrong("a run within a run, or of no version")
            self.running, self.run = True, (event.thread_id, event.run_id)
            return
        if not self.running:
            raise Wrong(f"{raw['type']} outside of a run")
        getattr(self, raw["type"].lower())(event)

    def step_started(self, event):
        if event.step_name in self.steps:
            raise Wrong(f"the step {event.step_name} twice")
        self.steps.add(event.step_name)

    def step_finished(self, event):
        self.steps.remove(event.step_name)

    def activity_snapshot(self, event):
        self.activities[event.message_id] = event.content

    def activity_delta(self, event):
        content = json.loads(json.dumps(self.activities[event.message_id]))
        for operation in event.patch:
            place, *path = content, *operation.path.split("/")[1:]
            for name in path[:-1]:
                place = place[int(name) if isinstance(place, list) else name]
            if operation.op != "replace" or path[-1] not in place:
                raise Wrong(f"the operation {operation}")
            place[path[-1]] = operation.value
        self.activities[event.message_id] = content

    def text_message_start(self, event):
        if event.message_id in self.open:
            raise Wrong("a message twice")
        self.open.add(event.message_id)
        self.texts[event.message_id] = ""

    def text_message_content(self, event):
        if event.message_id not in self.open:
            raise Wrong("text of no message")
        self.texts[event.message_id] += event.delta

    def text_message_end(self, event):
        self.open.remove(event.message_id)

    def custom(self, event):
        if event.name != "status-streaming.gap" or event.value["lost"] < 1:
            raise Wrong(f"the custom event {event.name}")

    def run_finished(self, event):
        if self.steps or self.open or (event.thread_id, event.run_id) != self.run:
            raise Wrong(f"open at the end: {self.steps} {self.open}, of {self.run}")
        self.running, self.end, self.result = False, event.outcome.type, event.result

    def run_error(self, event):
        self.running, self.end, self.steps, self.open = False, "error", set(), set()


def read_body(body, client=None):
    """Reads a body, which may be cut anywhere; what there is of it for a client, and its last id."""
    client, last_id = client or Client(), None
    if "\r" in body:
        raise Wrong("a carriage return")
    for block in body.split("\n\n")[:-1]:
        lines = [line for line in block.split("\n") if not line.startswith(":")]
        fields = [line.partition(": ")[::2] for line in lines if line]
        data = [value for name, value in fields if name == "data"]
        if any(name not in ("data", "id") for name, _ in fields) or len(data) > 1:
            raise Wrong(f"the block {block!r}")
        if data:
            client.take(data[0])
        last_id = dict(fields).get("id", last_id)
    return client, last_id


def run_input(thread, run):
    """What a front end begins a run with."""
    given = RunAgentInput(
        thread_id=thread, run_id=run, protocol_version="1.0", messages=[], state={}, tools=[],
        context=[], forwarded_props={})
    return given.model_dump(mode="json", by_alias=True)


if __name__ == "__main__":
    # Of files, each with one body.
    for path in sys.argv[1:]:
        with open(path, newline="") as file:
            try:
                read_body(file.read())
            except Exception as error:
                sys.exit(f"{path}: {type(error).__name__}: {error}")
    print(f"{len(sys.argv) - 1} bodies are as AG-UI 1.0 has them")
