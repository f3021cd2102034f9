"""The desk: the verbs that pages, commands and the REST door may call. Plain values in and out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.desk.actions import Actions
    from assistant.desk.agendas import Agendas
    from assistant.desk.ask import Ask
    from assistant.desk.demo import Demo
    from assistant.desk.doctor import Doctor
    from assistant.desk.exports import Exports
    from assistant.desk.feedback.files import FeedbackFiles
    from assistant.desk.feedback.following import Following
    from assistant.desk.feedback.gathering import Gathering
    from assistant.desk.feedback.joining import Joining
    from assistant.desk.feedback.owed import Owed
    from assistant.desk.feedback.reading import Reading
    from assistant.desk.feedback.remarks import Remarks
    from assistant.desk.feedback.review import Review
    from assistant.desk.feedback.sorting import Feedback
    from assistant.desk.feedback.themes import Themes
    from assistant.desk.feedback.vectors import PointVectors
    from assistant.desk.home import Home
    from assistant.desk.index import IndexDesk
    from assistant.desk.intake import Intake
    from assistant.desk.jobs import Jobs
    from assistant.desk.meetings import Meetings
    from assistant.desk.minutes import MinutesDesk
    from assistant.desk.organisation import OrganisationDesk
    from assistant.desk.parts import Parts


class Desk:
    """One attribute a room. Rooms are made when first used, so that listing meetings loads no model."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def close(self) -> None:
        """Stop what runs behind; it goes on at the next start."""
        if "feedback_files" in self.__dict__:
            self.feedback_files.close()

    @cached_property
    def meetings(self) -> Meetings:
        from assistant.desk.meetings import Meetings

        p = self._parts
        return Meetings(p.ledger, lambda: p.index, lambda: p.work, p.places, lambda: p.processing, p.clock)

    @cached_property
    def minutes(self) -> MinutesDesk:
        from assistant.desk.minutes import MinutesDesk

        return MinutesDesk(self._parts.ledger, lambda: self._parts.minutes_engines, self._remarks.keep_up)

    @cached_property
    def actions(self) -> Actions:
        from assistant.desk.actions import Actions

        return Actions(self._parts.ledger, self._parts.clock)

    @cached_property
    def agendas(self) -> Agendas:
        from assistant.desk.agendas import Agendas

        return Agendas(self._parts.ledger, self._parts.clock, *self._parts.agenda_engines, self._owed.voices)

    @cached_property
    def ask(self) -> Ask:
        from assistant.desk.ask import Ask

        return Ask(self._parts.ledger, self._parts.index, self._parts.answering)

    @cached_property
    def organisation(self) -> OrganisationDesk:
        from assistant.desk.organisation import OrganisationDesk

        return OrganisationDesk(self._parts.ledger)

    @cached_property
    def intake(self) -> Intake:
        from assistant.desk.intake import Intake

        p = self._parts
        return Intake(p.ledger, p.places, p.files, p.work, p.clock, p.settings.lang)

    @cached_property
    def jobs(self) -> Jobs:
        from assistant.desk.jobs import Jobs

        return Jobs(self._parts.ledger, lambda: self._parts.work)

    @cached_property
    def home(self) -> Home:
        from assistant.desk.home import Home

        return Home(self._parts.ledger, self.meetings, self.actions, self.jobs, self._parts.clock)

    @cached_property
    def exports(self) -> Exports:
        from assistant.desk.exports import Exports

        return Exports(self._parts.ledger, self.agendas)

    @cached_property
    def doctor(self) -> Doctor:
        from assistant.desk.doctor import Doctor

        return Doctor(self._parts.checks)

    @cached_property
    def index(self) -> IndexDesk:
        from assistant.desk.index import IndexDesk

        return IndexDesk(self._parts.ledger, self._parts.processing, self._parts.index)

    @cached_property
    def demo(self) -> Demo:
        from assistant.desk.demo import Demo

        return Demo(self.organisation, self.intake, self.meetings)

    @cached_property
    def feedback(self) -> Feedback:
        from assistant.desk.feedback.sorting import Feedback

        return Feedback(self._parts.feedback_ledger, self._reading, self._parts.clock, self._joining)

    @cached_property
    def feedback_review(self) -> Review:
        from assistant.desk.feedback.review import Review

        return Review(self._parts.feedback_ledger, self._reading, self._parts.clock)

    @cached_property
    def feedback_files(self) -> FeedbackFiles:
        from assistant.desk.feedback.files import FeedbackFiles
        from assistant.desk.feedback.importing import Importing

        p = self._parts
        importing = Importing(p.feedback_ledger, p.customer_files, self._reading, self._joining, self._point_vectors,
                              p.clock)
        return FeedbackFiles(p.feedback_ledger, importing, self._remarks, p.places, p.settings.lang)

    @cached_property
    def feedback_follow(self) -> Following:
        from assistant.desk.feedback.following import Following
        from assistant.desk.feedback.replying import Replying

        p = self._parts
        replying = Replying(lambda: p.ledger.organisation().company, lambda: p.reply_writer)
        return Following(p.feedback_ledger, self._reading, p.clock, replying)

    @cached_property
    def feedback_themes(self) -> Themes:
        from assistant.desk.feedback.themes import Themes

        return Themes(self._parts.feedback_ledger, self._reading, self._parts.clock, self._gathering)

    @cached_property
    def _reading(self) -> Reading:
        from assistant.desk.feedback.reading import Reading

        p = self._parts
        return Reading(p.ledger, p.feedback_ledger, lambda: p.feedback_engines)

    @cached_property
    def _joining(self) -> Joining:
        from assistant.desk.feedback.joining import Joining

        p = self._parts
        return Joining(p.feedback_ledger, lambda: p.embedder, p.settings.lang)

    @cached_property
    def _owed(self) -> Owed:
        from assistant.desk.feedback.owed import Owed

        p = self._parts
        return Owed(p.feedback_ledger, self._gathering, p.clock)

    @cached_property
    def _point_vectors(self) -> PointVectors:
        from assistant.desk.feedback.vectors import PointVectors

        p = self._parts
        return PointVectors(p.feedback_ledger, lambda: p.sentences)

    @cached_property
    def _gathering(self) -> Gathering:
        from assistant.desk.feedback.gathering import Gathering

        return Gathering(self._parts.feedback_ledger, self._point_vectors, self._parts.clock)

    @cached_property
    def _remarks(self) -> Remarks:
        from assistant.desk.feedback.remarks import Remarks

        p = self._parts
        return Remarks(p.ledger, p.feedback_ledger, self._reading, self._joining, p.clock)
