"""The one composition root: settings in, a house with every room connected out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.desk import Desk
from assistant.desk.places import Places
from assistant.ports.clock import SystemClock
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.agenda.engine import AgendaEngine
    from assistant.answers.engine import Answering
    from assistant.desk.doctor import Check
    from assistant.desk.processing import Processing
    from assistant.feedback.llm_replies import LlmReplies
    from assistant.jobs import Engine
    from assistant.minutes.engine import MinutesEngine
    from assistant.ports.documents import FileReader
    from assistant.ports.feedback import FeedbackEngine, MaskingEngine, MessageReader
    from assistant.ports.llm import ChatModel
    from assistant.ports.search import Embedder, Index
    from assistant.ports.speech import SpeechReader
    from assistant.records import SqlLedger


class House:
    """Builds each part when it is first asked for. Implements ``assistant.desk.parts.Parts``."""

    def __init__(self, settings: Settings, serving: bool = False) -> None:
        self.settings = settings
        self._serving = serving
        self.clock = SystemClock()
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)

    @cached_property
    def desk(self) -> Desk:
        return Desk(self)

    @cached_property
    def places(self) -> Places:
        return Places(self.settings.data_dir)

    @cached_property
    def ledger(self) -> SqlLedger:
        from assistant.records import SqlLedger

        return SqlLedger.open(self.settings.database_url or self.settings.data_dir, self.clock)

    @cached_property
    def embedder(self) -> Embedder | None:
        from vectorstore.embedders import open_embedder
        from vectorstore.remembering import RememberingEmbedder

        found = open_embedder(self.settings)
        return RememberingEmbedder(found) if found else None

    @cached_property
    def index(self) -> Index:
        from vectorstore.hybrid import HybridIndex

        return HybridIndex.open(self.settings.data_dir / "index", self.embedder, self.ledger, self.settings.chroma_url,
                                warm=self._serving)

    @cached_property
    def files(self) -> FileReader:
        from ingest.reading import Files

        return Files()

    @cached_property
    def speech(self) -> SpeechReader:
        from ingest.hearing import Hearing

        return Hearing(self.settings)

    @cached_property
    def chat_model(self) -> ChatModel | None:
        from assistant.llm import open_chat_model

        return open_chat_model(self.settings)

    @cached_property
    def minutes_engines(self) -> tuple[MinutesEngine, MinutesEngine | None]:
        from assistant.minutes.builtin import BuiltinMinutes
        from assistant.minutes.llm import LlmMinutes
        from prompts import library

        builtin = BuiltinMinutes(self.embedder)
        model = self.chat_model
        return builtin, LlmMinutes(model, library, builtin) if model else None

    @cached_property
    def agenda_engines(self) -> tuple[AgendaEngine, AgendaEngine | None]:
        from assistant.agenda.builtin import BuiltinAgenda
        from assistant.agenda.llm import LlmAgenda
        from prompts import library

        builtin = BuiltinAgenda()
        model = self.chat_model
        return builtin, LlmAgenda(model, library, builtin) if model else None

    @cached_property
    def answering(self) -> Answering:
        from assistant.answers.builtin import BuiltinAnswers
        from assistant.answers.engine import Answering
        from assistant.answers.llm import LlmAnswers
        from prompts import library

        builtin = BuiltinAnswers(self.embedder)
        model = self.chat_model
        llm = LlmAnswers(model, library) if model else None
        return Answering(self.index, self.ledger, builtin, llm)

    @property
    def feedback_ledger(self) -> SqlLedger:
        return self.ledger

    @cached_property
    def feedback_engines(self) -> tuple[FeedbackEngine, MaskingEngine | None]:
        from assistant.feedback.builtin import BuiltinFeedback
        from assistant.feedback.llm import LlmFeedback
        from prompts import library

        builtin = BuiltinFeedback(self._packaged_embedder, self.sentences)
        model = self.chat_model
        return builtin, LlmFeedback(model, library, builtin) if model else None

    @cached_property
    def reply_writer(self) -> LlmReplies | None:
        from assistant.feedback.llm_replies import LlmReplies
        from prompts import library

        model = self.chat_model
        return LlmReplies(model, library) if model else None

    @cached_property
    def sentences(self) -> Embedder:
        """Everyday words to vectors, for feedback."""
        from vectorstore.remembering import RememberingEmbedder
        from vectorstore.sentences import SentenceEncoder

        return RememberingEmbedder(SentenceEncoder())

    @cached_property
    def _packaged_embedder(self) -> Embedder | None:
        """The one the weights of feedback were trained with, whichever search uses."""
        from vectorstore.embedders import packaged_embedder
        from vectorstore.remembering import RememberingEmbedder

        if self.settings.embedder == "auto":
            return self.embedder
        found = packaged_embedder()
        return RememberingEmbedder(found) if found else None

    @cached_property
    def customer_files(self) -> MessageReader:
        from ingest.customers.reading import CustomerFiles

        return CustomerFiles()

    @cached_property
    def processing(self) -> Processing:
        from assistant.desk.processing import Processing

        return Processing(self.ledger, self.places, self.files, self.speech, self.index, self.desk.minutes)

    @cached_property
    def work(self) -> Engine:
        from assistant.jobs import Engine

        return Engine(self.settings.data_dir, self.ledger, self.processing, self.settings.database_url,
                      self.settings.lang)

    @cached_property
    def checks(self) -> list[Callable[[str], list[Check]]]:
        from assistant.checks import checks_of

        return checks_of(self)

    def start(self) -> None:
        """Begin working on what is queued."""
        self.work.start()
        self.desk.feedback_files.resume()

    def stop(self) -> None:
        """Stop in an orderly way; unfinished work goes on at the next start."""
        self.desk.close()
        if "work" in self.__dict__:
            self.work.stop()
        if "processing" in self.__dict__:
            self.processing.close()
        for name in ("index", "ledger"):
            close = getattr(self.__dict__.get(name), "close", None)
            if close:
                close()


def open_house(settings: Settings, serving: bool = False) -> House:
    """A house over the settings' data folder, which the caller owns (see ``assistant.jobs.owner``). ``serving``: it
    will stay open for many questions, so what is slow to open is opened at once."""
    return House(settings, serving)
