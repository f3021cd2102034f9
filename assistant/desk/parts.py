"""What the desk is built from; ``assistant.bootstrap`` supplies it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from assistant.agenda.engine import AgendaEngine
from assistant.answers.engine import Answering
from assistant.desk.doctor import Check
from assistant.desk.places import Places
from assistant.desk.processing import Processing
from assistant.feedback.llm_replies import LlmReplies
from assistant.minutes.engine import MinutesEngine
from assistant.ports.clock import Clock
from assistant.ports.documents import FileReader
from assistant.ports.feedback import FeedbackEngine, FeedbackLedger, MaskingEngine, MessageReader
from assistant.ports.records import Ledger
from assistant.ports.search import Embedder, Index
from assistant.ports.work import Work
from assistant.settings import Settings


class Parts(Protocol):
    """Each part is made when it is first asked for, so that a light command stays light."""

    @property
    def settings(self) -> Settings: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def places(self) -> Places: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def index(self) -> Index: ...
    @property
    def files(self) -> FileReader: ...
    @property
    def work(self) -> Work: ...
    @property
    def processing(self) -> Processing: ...
    @property
    def answering(self) -> Answering: ...
    @property
    def minutes_engines(self) -> tuple[MinutesEngine, MinutesEngine | None]: ...
    @property
    def agenda_engines(self) -> tuple[AgendaEngine, AgendaEngine | None]: ...
    @property
    def feedback_ledger(self) -> FeedbackLedger: ...
    @property
    def feedback_engines(self) -> tuple[FeedbackEngine, MaskingEngine | None]: ...
    @property
    def customer_files(self) -> MessageReader: ...
    @property
    def reply_writer(self) -> LlmReplies | None: ...
    @property
    def sentences(self) -> Embedder: ...
    @property
    def embedder(self) -> Embedder | None: ...
    @property
    def checks(self) -> list[Callable[[str], list[Check]]]: ...
