"""A small local model behind the LLM engines: ``python -m benchmarks.local_llm http://127.0.0.1:8091/v1``.

Shows what a scripted server cannot: real streaming, queueing, valid but wrong replies, citations that do not hold. It
is no measure of quality. The server must be running already; nothing is downloaded.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
import time
from importlib.resources import files

from assistant.answers.llm import LlmAnswers
from assistant.answers.places import Candidates, Place
from assistant.errors import ModelUnavailable
from assistant.llm import open_chat_model
from assistant.minutes.brief import MinutesBrief
from assistant.minutes.builtin import BuiltinMinutes
from assistant.minutes.llm import LlmMinutes
from assistant.model import Answer, Hit, Meeting, Passage, Transcript, Utterance
from assistant.ports.llm import ChatModel
from assistant.settings import Settings
from benchmarks.table import Table
from prompts import library

UTTERANCES = 16
QUESTIONS = {"ja": "だれが何を引き受けましたか。", "en": "Who took on what?"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url")
    parser.add_argument("--model", default="local")
    parser.add_argument("--timeout", type=float, default=300.0)
    given = parser.parse_args()
    model = open_chat_model(Settings(llm_base_url=given.base_url, llm_model=given.model, llm_timeout_s=given.timeout))
    assert model is not None
    table = Table()
    started = time.monotonic()
    model.ping()
    table.add("–", "ping, seconds", time.monotonic() - started)
    for lang in ("en", "ja"):
        meeting, transcript = sample(lang)
        _minutes(model, MinutesBrief(meeting=meeting, transcript=transcript), table)
        _answer(model, meeting, transcript, table)
    sys.stdout.write(table.markdown())


def sample(lang: str) -> tuple[Meeting, Transcript]:
    """The beginning of the sample company's first meeting."""
    text = (files("assistant.sample") / lang / "01.vtt").read_text("utf-8")
    said = re.findall(r"<v ([^>]+)>(.*?)(?:</v>)?$", text, re.MULTILINE)[:UTTERANCES]
    meeting = Meeting(id=lang, title="sample", date=dt.date(2026, 9, 2), lang=lang)
    return meeting, Transcript(lang, tuple(
        Utterance(i, 10.0 * i, 10.0 * i + 8, speaker, words) for i, (speaker, words) in enumerate(said)))


def _minutes(model: ChatModel, brief: MinutesBrief, table: Table) -> None:
    started = time.monotonic()
    try:
        minutes = LlmMinutes(model, library, BuiltinMinutes(None)).draft(brief)
    except ModelUnavailable as error:
        table.add(brief.meeting.lang, "minutes", error.key)
        return
    lines = [*minutes.summary, *minutes.decisions, *minutes.actions, *minutes.open_questions, *minutes.feedback]
    table.add(brief.meeting.lang, "minutes, seconds", time.monotonic() - started)
    table.add(brief.meeting.lang, "lines kept (doubtful)", f"{len(lines)} ({sum(x.doubtful for x in lines)})")


def _answer(model: ChatModel, meeting: Meeting, transcript: Transcript, table: Table) -> None:
    said = transcript.utterances
    hit = Hit(Passage(id="p", meeting_id=meeting.id, from_i=0, to_i=len(said) - 1, start_s=0, text=""), 1.0)
    places = Candidates((hit,), tuple(Place(meeting, u, said[max(0, u.i - 2):u.i], said[u.i + 1:u.i + 3], hit, 0, 1)
                                      for u in said))
    started, first = time.monotonic(), 0.0
    try:
        for piece in LlmAnswers(model, library).stream(QUESTIONS[meeting.lang], meeting.lang, places):
            first = first or time.monotonic() - started
            if isinstance(piece, Answer):
                table.add(meeting.lang, "citations (0: abstained)", str(len(piece.citations)))
    except ModelUnavailable as error:
        table.add(meeting.lang, "answer", error.key)
        return
    table.add(meeting.lang, "first verified sentence, seconds", first)
    table.add(meeting.lang, "whole answer, seconds", time.monotonic() - started)


if __name__ == "__main__":
    main()
