"""What goes on an agenda, why, and what people's edits do to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from assistant.agenda.brief import AgendaBrief
from assistant.agenda.builtin import BuiltinAgenda
from assistant.agenda.merge import merge
from assistant.model import (
    ActionItem,
    ActionStatus,
    Agenda,
    AgendaItem,
    Attendee,
    CustomerRemark,
    Decision,
    Department,
    Line,
    Meeting,
    Moment,
    OpenQuestion,
    Organisation,
    ParkedTopic,
    Reason,
)
from assistant.ports.records import FiledAction, FiledLine

TODAY = dt.date(2026, 9, 10)
SUBJECTS = "出荷 納期 倉庫 検査 請求 返品 展示 工場 価格 在庫".split()
LAST = Meeting(id="m2", title="定例 第2回", date=dt.date(2026, 9, 2), series="定例",
               attendees=(Attendee("鈴木", "物流部"),))
BEFORE = Meeting(id="m1", title="定例 第1回", date=dt.date(2026, 8, 5), series="定例")


def brief(**changes: object) -> AgendaBrief:
    empty = AgendaBrief(series="定例", date=dt.date(2026, 9, 16), time=None, lang="ja", today=TODAY,
                        meetings=(LAST, BEFORE), organisation=Organisation())
    return replace(empty, **changes)  # type: ignore[arg-type]


def action(text: str, i: int, due: dt.date | None = None, meeting: Meeting = LAST,
           status: ActionStatus = ActionStatus.OPEN) -> FiledAction:
    item = ActionItem(id=f"{meeting.id}a{i}", text=text, evidence=(i,), owner="鈴木", due=due, status=status)
    return FiledAction(item, meeting)


def filed(line: Line, meeting: Meeting = LAST) -> FiledLine:
    return FiledLine(line, meeting)


def shown(agenda: Agenda) -> list[AgendaItem]:
    return [i for i in agenda.items if not i.left_out]


def test_late_actions_come_first_and_say_since_when() -> None:
    drafted = BuiltinAgenda().draft(brief(actions=(
        action("倉庫の棚を直す", 3), action("運送会社の見積もりを取る", 9, dt.date(2026, 9, 4)))))
    first, second = shown(drafted)
    assert (first.topic, first.reason) == ("運送会社の見積もりを取る", Reason.OVERDUE)
    assert first.why == "期限 9月4日を過ぎています"
    assert second.reason == Reason.OPEN_ACTION


def test_done_actions_are_not_talked_about_again() -> None:
    done = action("棚を直す", 3, status=ActionStatus.DONE)
    assert shown(BuiltinAgenda().draft(brief(actions=(done,)))) == []


def test_what_was_carried_over_says_for_how_many_meetings() -> None:
    old = action("返品の手順書を作る", 5, meeting=BEFORE)
    [item] = shown(BuiltinAgenda().draft(brief(actions=(old,))))
    assert item.why == "2回持ち越し"


def test_a_question_and_the_promise_beside_it_are_one_topic_with_both_moments() -> None:
    question = filed(OpenQuestion(id="q", text="運送会社を変えるかどうか", evidence=(10, 11)))
    promise = action("運送会社二社の見積もりを取る", 12)
    [item] = shown(BuiltinAgenda().draft(brief(questions=(question,), actions=(promise,))))
    assert set(item.moments) == {Moment("m2", 10), Moment("m2", 11), Moment("m2", 12)}


def test_old_tasks_of_one_person_are_one_short_item_with_all_their_moments() -> None:
    old = tuple(action(t, n, dt.date(2026, 8, 20), BEFORE) for n, t in ((5, "返品の手順書を作る"), (25, "看板を頼む")))
    [item] = shown(BuiltinAgenda().draft(brief(actions=old)))
    assert set(item.moments) == {Moment("m1", 5), Moment("m1", 25)}
    assert (item.topic, item.lead) == ("返品の手順書を作る、看板を頼む", "鈴木")
    assert item.why == "前回より前の宿題 2件(最長2回持ち越し)"


def test_old_late_tasks_do_not_push_the_last_meetings_questions_off() -> None:
    late = tuple(action(w * 4, n * 10, dt.date(2026, 8, 20), BEFORE) for n, w in enumerate(SUBJECTS))
    question = filed(OpenQuestion(id="q", text="運送会社を変えるかどうか", evidence=(10,)))
    first = shown(BuiltinAgenda().draft(brief(actions=late, questions=(question,))))[0]
    assert first.reason == Reason.OPEN_QUESTION


def test_a_task_shows_the_decision_it_comes_from() -> None:
    task = action("運送会社二社の見積もりを取る", 12)
    decided = filed(Decision(id="d", text="運送会社の見積もりを比べる", evidence=(10, 11)))
    elsewhere = filed(Decision(id="e", text="展示会の日程を九月にする", evidence=(13,)))
    [item] = shown(BuiltinAgenda().draft(brief(actions=(task,), decisions=(decided, elsewhere))))
    assert set(item.moments) == {Moment("m2", 10), Moment("m2", 11), Moment("m2", 12)}


def test_an_old_question_that_was_decided_since_is_gone() -> None:
    question = filed(OpenQuestion(id="q", text="展示会の日程を九月にするかどうか", evidence=(4,)), BEFORE)
    decided = filed(Decision(id="d", text="展示会の日程を九月にする", evidence=(8,)))
    assert shown(BuiltinAgenda().draft(brief(questions=(question,), decisions=(decided,)))) == []
    assert len(shown(BuiltinAgenda().draft(brief(questions=(question,))))) == 1


def test_praise_needs_no_item_but_complaints_of_the_last_meeting_do() -> None:
    praise = filed(CustomerRemark(id="p", text="箱がかわいい", evidence=(1,), sentiment="positive"))
    complaint = filed(CustomerRemark(id="c", text="箱が開けにくい", evidence=(7,), sentiment="negative",
                                     departments=("物流部",)))
    old = filed(CustomerRemark(id="o", text="電話がつながらない", evidence=(7,), sentiment="negative"), BEFORE)
    [item] = shown(BuiltinAgenda().draft(brief(feedback=(praise, complaint, old))))
    assert (item.reason, item.department) == (Reason.FEEDBACK, "物流部")


def test_put_off_topics_name_the_day_they_were_put_off() -> None:
    parked = filed(ParkedTopic(id="k", text="看板の作り替え", evidence=(20,)))
    [item] = shown(BuiltinAgenda().draft(brief(parked=(parked,))))
    assert item.why == "9月2日に持ち越し"


def test_what_does_not_fit_the_meeting_is_left_out_and_not_lost() -> None:
    questions = tuple(filed(OpenQuestion(id=w, text=w * 4, evidence=(n * 10,)))
                      for n, w in enumerate(SUBJECTS))
    drafted = BuiltinAgenda().draft(brief(questions=questions))
    assert sum(i.minutes for i in shown(drafted)) <= drafted.length_minutes
    assert len(drafted.items) == len(SUBJECTS)


def test_goals_of_departments_that_attend_lie_at_hand() -> None:
    logistics = Department("物流部", goals=("誤出荷を月三件以下にする",))
    organisation = Organisation("", (logistics, Department("経理部", goals=("x",))))
    drafted = BuiltinAgenda().draft(brief(organisation=organisation))
    assert [(i.reason, i.left_out) for i in drafted.items] == [(Reason.GOAL, True)]


def item(id_: str, **changes: object) -> AgendaItem:
    made = AgendaItem(id=id_, topic=id_, reason=Reason.OPEN_ACTION, why="", minutes=5,
                      moments=(Moment("m2", ord(id_)),))
    return replace(made, **changes)  # type: ignore[arg-type]


def agenda(*items: AgendaItem, **changes: object) -> Agenda:
    return replace(Agenda(series="定例", date=None, items=items), **changes)  # type: ignore[arg-type]


def test_edited_items_survive_a_new_draft_even_when_their_reason_is_gone() -> None:
    merged = merge(agenda(item("a", topic="私の言葉", edited=True), item("b")), agenda(item("b"), item("c")))
    assert [(i.id, i.topic) for i in merged.items] == [("b", "b"), ("c", "c"), ("a", "私の言葉")]


def test_a_new_item_about_what_an_edited_one_covers_is_not_added() -> None:
    kept = item("a", edited=True)
    again = item("z", moments=kept.moments)
    assert [i.id for i in merge(agenda(kept), agenda(again)).items] == ["a"]


def test_an_order_made_by_hand_stays_and_new_items_follow() -> None:
    kept = agenda(item("b"), item("a"), order_by_hand=True)
    assert [i.id for i in merge(kept, agenda(item("c"), item("a"), item("b"))).items] == ["b", "a", "c"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_empty_series_gives_an_empty_agenda(lang: str) -> None:
    assert BuiltinAgenda().draft(brief(lang=lang)).items == ()
