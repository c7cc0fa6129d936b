"""A real browser: a page, the server through a proxy that cuts the first stream, and what it reports."""
import asyncio
import json
import os
import re
import tempfile

import processes

HERE = os.path.dirname(os.path.abspath(__file__))


class Proxy:
    """Serves the page, and passes everything else on; the first event stream is cut after two events.

    A page may read from its own origin alone, so both come through here.
    """

    def __init__(self, upstreams, page):
        self.upstreams, self.page = upstreams, page
        self.asked, self.report, self.has_cut = [], asyncio.Event(), False

    async def serve(self, reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, path = head.split(b" ")[:2]
            if path == b"/":
                self.answer(writer, b"200 OK", self.page, b"text/html; charset=utf-8")
            elif path == b"/report":
                length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
                self.answer(writer, b"200 OK", b"")
                self.seen = json.loads(await reader.readexactly(length))
                self.report.set()
            elif path == b"/favicon.ico":
                self.answer(writer, b"404 Not Found", b"")
            else:
                await self.forward(head, method, path, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def answer(self, writer, status, body, kind=b"text/plain"):
        writer.write(
            b"HTTP/1.1 %s\r\nContent-Type: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            % (status, kind, len(body)) + body)

    async def forward(self, head, method, path, reader, writer):
        port = self.upstreams["sockets" if b"Upgrade: " in head else "events"]
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", port)
        is_stream = b"text/event-stream" in head
        if b"Upgrade: " not in head:
            head = re.sub(rb"Connection: [^\r]*", b"Connection: close", head)
        if is_stream:
            last = re.search(rb"(?i)last-event-id: ([^\r]*)", head)
            self.asked.append(last[1].decode() if last else None)
        up_writer.write(head)
        sending = asyncio.create_task(self.pump(reader, up_writer))
        events = 0
        try:
            while data := await up_reader.read(65_536):
                writer.write(data)
                await writer.drain()
                events += data.count(b"event: ")
                if is_stream and not self.has_cut and events >= 2:
                    self.has_cut = True
                    break
        finally:
            sending.cancel()
            up_writer.close()

    async def pump(self, reader, writer):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()


async def drive(chromium, events, sockets, timeout=60):
    """Lets the page do what it does; its report, and from which ids its streams were asked for."""
    with open(os.path.join(HERE, "page.html"), "rb") as page:
        proxy = Proxy({"events": events.port, "sockets": sockets.port}, page.read())
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    profile = tempfile.mkdtemp(dir=processes.folder.name)
    browser = processes.start(
        [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--no-proxy-server", f"--user-data-dir={profile}", f"http://127.0.0.1:{port}/"],
        "chromium")
    try:
        await asyncio.wait_for(proxy.report.wait(), timeout)
        return proxy.seen, proxy.asked
    finally:
        await asyncio.to_thread(processes.end, browser)
        server.close()
