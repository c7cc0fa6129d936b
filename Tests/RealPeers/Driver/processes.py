"""Processes that are started here, and end with this one whatever becomes of it."""
import asyncio
import atexit
import ctypes
import os
import re
import signal
import socket
import subprocess
import tempfile
import time

folder = tempfile.TemporaryDirectory(prefix="peers-")
running = []


def die_with_parent():
    if hasattr(ctypes.CDLL(None), "prctl"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def start(command, name, **environment):
    """Starts a process in a group of its own; what it says goes to a file."""
    log = open(os.path.join(folder.name, f"{name}-{len(running)}.log"), "w+b")
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        env={**os.environ, **environment}, start_new_session=True, preexec_fn=die_with_parent)
    process.log = log.name
    running.append(process)
    return process


def end(process, by=signal.SIGKILL, within=5):
    """Ends a process; how it ended, and after how many seconds."""
    begin = time.monotonic()
    if process.poll() is None:
        process.send_signal(by)
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        pass
    # Its children, a browser's, have its group.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait(5)
    return process.returncode, time.monotonic() - begin


def end_all():
    for process in running:
        if process.poll() is None:
            end(process)


def give_up(number, _):
    # Before the event loop waits for threads that wait for these.
    end_all()
    exit(128 + number)


atexit.register(end_all)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, give_up)


def words(process):
    with open(process.log, errors="replace") as log:
        return log.read()


def await_line(process, pattern, within=20):
    """The match of a line that a process writes."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if match := re.search(pattern, words(process)):
            return match
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"{process.args[0]} did not write {pattern!r}:\n{words(process)[-2000:]}")


async def run(*command):
    """Lets a command run to its end, which is not far."""
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
    return await asyncio.wait_for(process.wait(), 10)


class Server:
    """A server of ours, on a port that it has chosen."""

    def __init__(self, build, product, **environment):
        self.process = start([os.path.join(build, product)], product, PORT="0", **environment)
        self.port = int(await_line(self.process, r"listening on 127\.0\.0\.1:(\d+)")[1])
        self.base = f"http://127.0.0.1:{self.port}"
        self.sockets = f"ws://127.0.0.1:{self.port}"

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def megabytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


class Redis:
    """A Redis of our own, whose data outlives a kill of it, though not of the machine."""

    def __init__(self, restarts=None):
        self.folder = restarts.folder if restarts else tempfile.mkdtemp(dir=folder.name)
        self.port = restarts.port if restarts else free_port()
        self.process = start(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder,
             "--save", "", "--appendonly", "yes", "--appendfsync", "no"], "redis")
        await_line(self.process, r"Ready to accept connections")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
