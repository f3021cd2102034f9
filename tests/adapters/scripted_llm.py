"""A real HTTP server that speaks the OpenAI chat protocol and says what a test wrote for it.

Each POST takes the next line of the script; the log keeps what was asked. ``written(prompt)`` scripts may look at the
request to write their reply.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: Body

    @property
    def text(self) -> str:
        """Everything the model was given to read."""
        return "\n".join(str(m["content"]) for m in self.body.get("messages", ()))


@dataclass
class Say:
    """What to answer. ``text`` may be made from the request. ``pieces``: how a streamed answer is cut.
    ``hang``: never answer; ``drip``: send headers, then a byte now and then; ``break_after``: cut the connection after
    that many pieces."""

    text: str | Callable[[Asked], str] = ""
    finish: str = "stop"
    refusal: str | None = None
    status: int = 200
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    raw: str | None = None
    pieces: int = 5
    hang: bool = False
    drip: bool = False
    break_after: int | None = None

    @classmethod
    def value(cls, value: Any, **more: Any) -> Say:
        return cls(json.dumps(value, ensure_ascii=False), **more)


class ScriptedLlm:
    """The server. ``script`` is consumed line by line; its last line is said for ever after."""

    def __init__(self, *script: Say) -> None:
        self.script = list(script)
        self.asked: list[Asked] = []
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def next(self, asked: Asked) -> Say:
        with self._lock:
            self.asked.append(asked)
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                _Answer(self, server, asked, server.next(asked)).give()

            def log_message(self, *args: Any) -> None:
                pass

        return Handler


@dataclass
class _Answer:
    handler: BaseHTTPRequestHandler
    server: ScriptedLlm
    asked: Asked
    say: Say

    def give(self) -> None:
        say = self.say
        if say.hang:
            self.server.released.wait(20)
        elif say.raw is not None:
            self._send(say.status, say.raw, "text/html")
        elif say.status != 200:
            self._send(say.status, json.dumps({"error": {"message": say.error, "type": "error", "code": None}}))
        elif say.drip:
            self._drip()
        elif self.asked.body.get("stream"):
            self._stream()
        elif say.break_after is not None:
            self._cut()
        else:
            self._send(200, json.dumps(self._completion()))

    @property
    def text(self) -> str:
        return self.say.text(self.asked) if callable(self.say.text) else self.say.text

    def _completion(self) -> Body:
        message = {"role": "assistant", "content": self.text, "refusal": self.say.refusal}
        return {"id": "x", "object": "chat.completion", "created": 1, "model": "scripted",
                "choices": [{"index": 0, "message": message, "finish_reason": self.say.finish}],
                "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}

    def _send(self, status: int, text: str, kind: str = "application/json") -> None:
        data = text.encode()
        handler = self.handler
        handler.send_response(status)
        for name, value in self.say.headers.items():
            handler.send_header(name, value)
        handler.send_header("content-type", kind)
        handler.send_header("content-length", str(len(data)))
        handler.end_headers()
        try:
            handler.wfile.write(data)
        except OSError:
            handler.close_connection = True

    def _begin(self, kind: str) -> None:
        self.handler.send_response(200)
        self.handler.send_header("content-type", kind)
        self.handler.send_header("connection", "close")
        self.handler.end_headers()
        self.handler.close_connection = True

    def _stream(self) -> None:
        self._begin("text/event-stream")
        for n, delta in enumerate(self._deltas()):
            if n == self.say.break_after:
                self._cut()
                return
            self._event({"delta": delta, "finish_reason": None})
        self._event({"delta": {}, "finish_reason": self.say.finish})
        self.handler.wfile.write(b"data: [DONE]\n\n")

    def _deltas(self) -> Iterator[Body]:
        text = self.text
        step = max(1, len(text) // self.say.pieces)
        for at in range(0, len(text), step):
            yield {"role": "assistant", "content": text[at:at + step]}
        if self.say.refusal:
            yield {"refusal": self.say.refusal}

    def _event(self, choice: Body) -> None:
        event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
                 "choices": [{"index": 0} | choice]}
        self.handler.wfile.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
        self.handler.wfile.flush()

    def _drip(self) -> None:
        self._begin("application/json")
        try:
            while not self.server.released.wait(0.05):
                self.handler.wfile.write(b" ")
                self.handler.wfile.flush()
        except OSError:
            pass

    def _cut(self) -> None:
        """Close with a reset, as a crashing server does."""
        connection = self.handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        self.handler.close_connection = True


@contextmanager
def scripted(*script: Say) -> Iterator[ScriptedLlm]:
    """A running server with this script."""
    server = ScriptedLlm(*script)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def dead_port() -> str:
    """A base URL nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
