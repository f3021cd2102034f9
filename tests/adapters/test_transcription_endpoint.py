"""A transcription server is asked chunk by chunk, tried again when busy, and never from a closed network."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from assistant.errors import ModelUnavailable
from assistant.ports.speech import SpeechHints
from assistant.settings import Settings
from ingest.hearing import Hearing, status
from ingest.speech.endpoint import is_local, read_reply
from tests.adapters.recordings import CLIPS, RATE, samples_of, tone, watch, write_audio


class Server:
    """Answers each chunk with one sentence over its middle; ``refusals`` are statuses given before."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.refusals: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                status, reply = outer.answer(self.path, dict(self.headers), body)
                self.send_response(status)
                self.send_header("retry-after", "0")
                self.end_headers()
                self.wfile.write(json.dumps(reply).encode())

            def log_message(self, *_: object) -> None:
                return

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        message = BytesParser().parsebytes(
            b"content-type: " + {k.lower(): v for k, v in headers.items()}["content-type"].encode() + b"\n\n" + body)
        fields: dict[str, Any] = {"path": path, "authorization": headers.get("Authorization", "")}
        for part in message.get_payload():  # type: ignore[union-attr]
            fields[part.get_param("name", header="content-disposition")] = part.get_payload(decode=True)
        self.asked.append(fields)
        if self.refusals:
            return self.refusals.pop(0), {"error": "busy"}
        words = [{"word": w, "start": 2.0 + i / 2, "end": 2.4 + i / 2} for i, w in enumerate(["We", "ship", "on", "Friday"])]
        return 200, {"language": "english", "segments": [{"start": 1.9, "end": 4.0, "text": " We ship on Friday.",
                                                          "avg_logprob": -0.2, "no_speech_prob": 0.01}], "words": words}


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.http.shutdown()


@pytest.fixture
def asking(settings: Settings, server: Server) -> Settings:
    return settings.model_copy(update={
        "transcriber": "endpoint", "transcriber_base_url": server.url, "transcriber_model": "whisper-9",
        "transcriber_api_key": SecretStr("secret")})


@pytest.fixture
def meeting(tmp_path: Path) -> Path:
    """The first ten seconds of a clip, twice, far apart."""
    voice = samples_of(CLIPS / "northgate.ogg")[:10 * RATE]
    return write_audio(tmp_path / "meeting.flac", np.concatenate([voice, tone(4.0, level=0.0), voice]))


@pytest.mark.models
def test_each_chunk_is_sent_once_with_language_names_and_key(asking: Settings, server: Server, meeting: Path,
                                                             tmp_path: Path) -> None:
    server.refusals = [503]
    hearing = Hearing(asking, chunk_s=1.0)
    recording = hearing.decode(meeting, tmp_path / "work", watch())
    heard = hearing.transcribe(recording, SpeechHints("en", ("Kestrel",)), tmp_path / "work", watch())
    assert heard.engine == "endpoint:whisper-9"
    assert [u.text for u in heard.utterances] == ["We ship on Friday.", "We ship on Friday."]
    assert heard.utterances[1].start_s - heard.utterances[0].start_s > 10.0
    first = server.asked[0]
    assert first["path"] == "/v1/audio/transcriptions"
    assert first["authorization"] == "Bearer secret"
    assert (first["model"], first["language"], first["response_format"]) == (b"whisper-9", b"en", b"verbose_json")
    assert first["prompt"] == b"Kestrel"
    assert first["file"].startswith(b"RIFF")
    asked = len(server.asked)
    hearing.transcribe(recording, SpeechHints("en", ("Kestrel",)), tmp_path / "work", watch())
    assert len(server.asked) == asked


def test_a_server_that_refuses_the_key_is_told_at_once(asking: Settings, server: Server, meeting: Path,
                                                       tmp_path: Path) -> None:
    server.refusals = [401] * 9
    hearing = Hearing(asking)
    recording = hearing.decode(meeting, tmp_path / "work", watch())
    with pytest.raises(ModelUnavailable) as caught:
        hearing.transcribe(recording, SpeechHints("en"), tmp_path / "work", watch())
    assert "401" in caught.value.say("ja")
    assert server.url in caught.value.say("en")
    assert "secret" not in str(caught.value)
    assert len(server.asked) == 1


def test_a_closed_network_sends_nothing_out(asking: Settings, meeting: Path, tmp_path: Path) -> None:
    closed = asking.model_copy(update={"offline": True, "transcriber_base_url": "https://speech.example/v1"})
    hearing = Hearing(closed)
    recording = hearing.decode(meeting, tmp_path / "work", watch())
    with pytest.raises(ModelUnavailable) as caught:
        hearing.transcribe(recording, SpeechHints("en"), tmp_path / "work", watch())
    assert caught.value.key == "speech.endpoint_offline"
    assert status(asking).transcriber == "endpoint:whisper-9"


@pytest.mark.parametrize(("url", "local"), [
    ("http://localhost:8000/v1", True), ("http://127.0.0.1/v1", True), ("http://[::1]:9/v1", True),
    ("https://localhost.example/v1", False), ("http://192.168.0.4/v1", False), ("nonsense", False)])
def test_which_addresses_are_this_machine(url: str, local: bool) -> None:
    assert is_local(url) is local


def test_a_reply_without_times_of_words_spreads_them_over_the_segment() -> None:
    (segment,) = read_reply({"segments": [{"start": 0.0, "end": 4.0, "text": "はい、10個です。"}]}, 100.0)
    assert [w.text for w in segment.words] == ["は", "い、", "10", "個", "で", "す。"]
    assert segment.words[0].start_s == 100.0
    assert abs(segment.words[-1].end_s - 104.0) < 0.01
    assert all(a.end_s <= b.start_s + 0.01 for a, b in zip(segment.words, segment.words[1:], strict=False))


def test_a_reply_with_text_alone_is_one_segment() -> None:
    (segment,) = read_reply({"text": "Yes. We agree.", "duration": 3.0}, 0.0)
    assert segment.text == "Yes. We agree."
