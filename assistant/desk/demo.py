"""The sample company: departments, earlier meetings as transcripts and a spoken one, shipped with the product."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.desk.intake import Intake
from assistant.desk.meetings import Meetings
from assistant.desk.organisation import OrganisationDesk
from assistant.errors import InvalidInput

SAMPLE = Path(__file__).parent.parent / "sample"


@dataclass(frozen=True)
class Demo:
    """Fills an empty data folder with the sample company."""

    organisation: OrganisationDesk
    intake: Intake
    meetings: Meetings

    def load(self, lang: str, who: str = "demo") -> dict[str, Any]:
        """Add the sample company of ``lang``; returns what ``intake.add`` says of its files. Processing goes on behind.

        InvalidInput when the folder already holds meetings: nobody's own records are mixed with the sample's.
        """
        if lang not in ("ja", "en"):
            raise InvalidInput("desk.bad_lang", value=lang)
        if self.meetings.list(limit=1)["meetings"]:
            raise InvalidInput("desk.demo_not_empty")
        folder = SAMPLE / lang
        self.organisation.load_file(str(folder / "organisation.yaml"), who)
        files: list[Any] = []
        for meeting in yaml.safe_load((folder / "meetings.yaml").read_text("utf-8")):
            told = {k: meeting[k] for k in ("series", "title", "date", "start", "lang")}
            people = list(meeting["attendees"].items())
            added = self.intake.add([str(folder / meeting["file"])], who, attendees=people, **told)
            files += added["files"]
        return {"files": files}
