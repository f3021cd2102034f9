"""Deleting a meeting with every trace of it."""

from __future__ import annotations

from sqlalchemy import delete, select

from assistant.records import tables
from assistant.records.agendas import drop_items_of
from assistant.records.conversations import withdraw_turns
from assistant.records.feedback_removal import messages_of_meeting, remove_messages
from assistant.records.feedback_trail import detail
from assistant.records.filing import file_actions
from assistant.records.meetings import meeting_of
from assistant.records.store import Repository


class Deletion(Repository):
    """The last thing that happens to a meeting."""

    def delete_meeting(self, meeting_id: str, who: str) -> None:
        """Its rows go, as do agenda items that came from it alone, answers that quoted it, reports about its actions,
        what customers said in it and its lines in the audit trail; a line without content stays. Actions it reported
        done are open again."""
        meetings, actions, closings, audit = tables.meetings, tables.actions, tables.closings, tables.audit
        with self.store.writing() as connection:
            meeting_of(connection, meeting_id, lock=True)
            own = select(actions.c.id).where(actions.c.meeting_id == meeting_id)
            reported = select(closings.c.action_id).where(closings.c.meeting_id == meeting_id)
            closed = set(connection.execute(reported).scalars())
            connection.execute(delete(closings).where(closings.c.action_id.in_(own)))
            drop_items_of(connection, meeting_id)
            withdraw_turns(connection, meeting_id)
            remarks = messages_of_meeting(connection, meeting_id)
            remove_messages(connection, remarks)
            connection.execute(delete(meetings).where(meetings.c.id == meeting_id))
            connection.execute(delete(audit).where(audit.c.meeting_id == meeting_id))
            file_actions(self.store, connection, closed, who)
            self.store.audit(connection, who, "meeting.delete", meeting_id)
            if remarks:
                self.store.audit(connection, who, "feedback.remove", meeting_id, detail(messages=len(remarks)))
        self.store.compact()
