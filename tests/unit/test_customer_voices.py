"""The training data of customer voices: what its marks mean, and that every file keeps to them."""

from __future__ import annotations

from collections import Counter

import pytest

from training.customer_voices import parse_company, read_companies

COMPANY = """@lang en
@trade ferry line
@company Grey Gull Ferries
@dept a Ticket office | Sells crossings. | Bookings; Refunds; Price lists | goals: fewer queues | aliases: Tickets
@dept b Deck crew | Loads and looks after passengers. | Boarding; Safety on deck; Lost things | goals: none | aliases: x
1 email Ms_Orr 2026-04-02 | Hello, {a-2|I was charged twice} but {b+0|the crossing was lovely}. Bye
2=1 phone Ms_Orr 2026-04-03 | {ab-1|Charged twice, she says}\\nand {x00|asks for the weather}
"""


def test_a_point_is_a_verbatim_part_of_the_message_without_its_marks() -> None:
    first, second = parse_company("ferry", COMPANY).messages
    assert first.text == "Hello, I was charged twice but the crossing was lovely. Bye"
    assert [first.text[p.start:p.end] for p in first.points] == ["I was charged twice", "the crossing was lovely"]
    assert [second.text[p.start:p.end] for p in second.points] == ["Charged twice, she says", "asks for the weather"]


def test_a_mark_tells_departments_sentiment_and_urgency() -> None:
    first, second = parse_company("ferry", COMPANY).messages
    assert (first.points[0].departments, first.points[0].sentiment, first.points[0].urgency) == (
        ("Ticket office",), "negative", "high")
    assert second.points[0].departments == ("Ticket office", "Deck crew")
    assert second.points[1].departments == ()
    assert (second.story, second.customer) == (1, "Ms Orr")


def test_a_card_holds_mission_duties_goals_and_aliases() -> None:
    office = parse_company("ferry", COMPANY).departments[0]
    assert office.responsibilities == ("Bookings", "Refunds", "Price lists")
    assert (office.mission, office.goals, office.aliases) == ("Sells crossings.", ("fewer queues",), ("Tickets",))


@pytest.mark.parametrize("line", [
    "3 letter Ms_Orr 2026-04-04 | a channel that is none",
    "3=9 email Ms_Orr 2026-04-04 | a story nobody began",
    "1 email Ms_Orr 2026-04-04 | a number taken twice",
    "3 email Ms_Orr 2026-04-04 | {a-2|a brace left open",
    "3 email Ms_Orr 2026-04-04 | {q-2|a department that is not there}",
])
def test_a_line_that_does_not_fit_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"line 8|no department"):
        parse_company("ferry", COMPANY + line)


def test_every_company_has_points_for_each_of_its_departments() -> None:
    companies = read_companies()
    assert {c.lang for c in companies} == {"ja", "en"}
    for company in companies:
        told = Counter(name for m in company.messages for p in m.points for name in p.departments[:1])
        assert set(told) == {d.name for d in company.departments}, company.slug
        assert min(told.values()) >= 3, company.slug
