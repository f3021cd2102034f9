"""What the doctor looks at: disk, database, organisation, search, speech, language model."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.desk.doctor import Check, Level
from assistant.errors import RenkeiError
from assistant.messages import text

if TYPE_CHECKING:
    from assistant.bootstrap import House

GIGABYTE = 10**9
LEAST_FREE_GB = 2


def checks_of(house: House) -> list[Callable[[str], list[Check]]]:
    """One function a check; each is handed the language."""
    looked = _Checks(house)
    return [looked.disk, looked.database, looked.organisation, looked.search, looked.speech, looked.llm]


class _Checks:
    def __init__(self, house: House) -> None:
        self._house = house

    def disk(self, lang: str) -> list[Check]:
        free = shutil.disk_usage(self._house.settings.data_dir).free / GIGABYTE
        level: Level = "ok" if free > LEAST_FREE_GB else "warn"
        return [Check.of("disk", level, "desk.doctor_disk", lang, free=f"{free:.1f}")]

    def database(self, lang: str) -> list[Check]:
        try:
            count = len(self._house.ledger.meetings())
        except RenkeiError as error:
            return [Check.of("database", "fail", "desk.doctor_database_bad", lang, why=error.say(lang))]
        return [Check.of("database", "ok", "desk.doctor_database", lang, count=count)]

    def organisation(self, lang: str) -> list[Check]:
        known = self._house.ledger.organisation()
        if not known.departments:
            return [Check.of("organisation", "warn", "desk.doctor_organisation_none", lang)]
        return [Check.of("organisation", "ok", "desk.doctor_organisation", lang, departments=len(known.departments),
                         terms=len(known.glossary))]

    def search(self, lang: str) -> list[Check]:
        embedder = self._house.embedder
        meaning = (Check.of("embedder", "ok", "desk.doctor_embedder", lang, model=embedder.name) if embedder
                   else Check.of("embedder", "warn", "desk.doctor_embedder_none", lang))
        health = self._house.index.health()
        index = (Check.of("index", "ok", "desk.doctor_index", lang, passages=health.passages) if health.ok
                 else Check.of("index", "warn", "desk.doctor_index_bad", lang, problem=health.problem,
                               answering=health.answering))
        return [meaning, index]

    def speech(self, lang: str) -> list[Check]:
        from ingest.hearing import status

        found = status(self._house.settings)
        return [
            Check.of("speech", "ok", "desk.doctor_speech", lang, model=found.transcriber) if found.transcriber
            else Check.of("speech", "warn", "desk.doctor_speech_none", lang),
            Check.of("speakers", "ok" if found.speakers else "warn",
                     "desk.doctor_speakers" if found.speakers else "desk.doctor_speakers_none", lang),
        ]

    def llm(self, lang: str) -> list[Check]:
        model = self._house.chat_model
        if model is None:
            return [Check("llm", "ok", *_words("desk.doctor_llm_none", lang))]
        try:
            model.ping()
        except RenkeiError as error:
            return [Check.of("llm", "warn", "desk.doctor_llm_bad", lang, why=error.say(lang))]
        return [Check.of("llm", "ok", "desk.doctor_llm", lang, model=model.name)]


def _words(key: str, lang: str) -> tuple[str, str]:
    return text(key, lang), text(f"{key}_do", lang)
