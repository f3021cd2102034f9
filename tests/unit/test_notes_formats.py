"""Minutes and notes as people write them, and what they tell about their meeting."""

import datetime as dt

from assistant.model import Attendee
from ingest.notes.blocks import Block, Sort, Written, shaped, tidy
from ingest.notes.markdown import front_matter, read_markdown
from ingest.notes.plain import read_plain
from ingest.notes.rst import read_rst
from ingest.telling.opening import guess_from_content, language_of


def texts(blocks: list[Block]) -> list[str]:
    return [u.text for u in shaped(tidy(blocks))[0]]


def headings(blocks: list[Block]) -> list[tuple[int, str]]:
    return list(shaped(tidy(blocks))[1])


RST = """
======================================
 2026年2月25日 部門連携定例#15
======================================

:日時: 2026年2月25日(水) 19:30-21:00
:場所: 本社
:出席者: 佐藤、鈴木さん、高橋(記)
:資料:

   - `前回の議事録 <https://example.com/x>`_

倉庫の件
========
- **残数**を確認した

  - 0614 は ``12`` 個
    残っている

- 次の行

次回ミーティング
================
- 日程

  - 3月24日(火) 10:00
"""


def test_rst_loses_its_markup_and_keeps_its_bullets() -> None:
    assert texts(read_rst(RST)) == [
        "日時: 2026年2月25日(水) 19:30-21:00", "場所: 本社", "出席者: 佐藤、鈴木さん、高橋(記)", "資料:",
        "前回の議事録",
        "残数を確認した", "0614 は 12 個残っている", "次の行", "日程", "3月24日(火) 10:00"]
    assert headings(read_rst(RST)) == [(0, "2026年2月25日 部門連携定例#15"), (5, "倉庫の件"), (8, "次回ミーティング")]


def test_minutes_tell_title_date_people_and_the_next_meeting() -> None:
    guess = guess_from_content(Written(tidy(read_rst(RST))))
    assert (guess.title, guess.series) == ("部門連携定例#15", "部門連携定例")
    assert (guess.date, guess.start, guess.lang) == (dt.date(2026, 2, 25), dt.time(19, 30), "ja")
    assert guess.attendees == (Attendee("佐藤"), Attendee("鈴木"), Attendee("高橋"))
    assert guess.next_date == dt.date(2026, 3, 24)


MARKDOWN = """---
title: Ops sync
date: 2026-09-05
---
# Ops sync

Intro with **bold**, `code`, [a link](https://example.com) and a line
that goes on.

## Actions
- [ ] Ann: send the list
  * nested _point_
1. first

| Who | What |
| --- | ---- |
| Ann | send *it* |

```
kept as it is
```
> quoted
<!-- not seen -->
"""


def test_markdown_loses_its_markup_and_keeps_tables_row_by_row() -> None:
    assert texts(read_markdown(MARKDOWN)) == [
        "Intro with bold, code, a link and a line that goes on.", "Ann: send the list", "nested point", "first",
        "Who | What", "Ann | send it", "kept as it is", "quoted"]
    assert headings(read_markdown(MARKDOWN)) == [(0, "Ops sync"), (1, "Actions")]
    assert front_matter(MARKDOWN) == {"title": "Ops sync", "date": "2026-09-05"}


def test_snake_case_and_arithmetic_survive_markdown() -> None:
    text = "use the_old_name and 2*3*4 and -5% here"
    assert texts(read_markdown(f"{text}\n")) == [text]


PLAIN = """打ち合わせ議事録
日時：２０２６年８月１７日（月）　１８：００-１９：００
参加者：伊藤、遠藤（営業部）、加藤（議事録）

■議題１　倉庫の移転
・候補は二か所
　　・川崎
【その他】
来期の予算について
－５％の見込み
-5% の案もある
次回：８月２４日(月) 14時
"""


def test_plain_notes_have_marks_for_headings_and_bullets() -> None:
    assert headings(read_plain(PLAIN)) == [(3, "議題１ 倉庫の移転"), (5, "その他")]
    assert texts(read_plain(PLAIN))[3:] == [
        "候補は二か所", "川崎", "来期の予算について", "５％の見込み", "-5% の案もある", "次回：８月２４日(月) 14時"]


def test_full_width_dates_and_times_are_read() -> None:
    guess = guess_from_content(Written(tidy(read_plain(PLAIN))))
    assert (guess.date, guess.start, guess.next_date) == (dt.date(2026, 8, 17), dt.time(18, 0), dt.date(2026, 8, 24))
    assert guess.attendees == (Attendee("伊藤"), Attendee("遠藤", "営業部"), Attendee("加藤"))
    assert guess.title == ""


def test_english_minutes_tell_the_same() -> None:
    text = ("Weekly Operations Meeting - Minutes\n\nDate: September 5, 2026, 2:30 PM\n"
            "Attendees: Ann Lee, Bob Stone and Chris Wu\n\n"
            "1. Budget\nWe keep it.\n\n2. Other\nNothing.\n\nNext meeting: Friday, 12 September\n")
    guess = guess_from_content(Written(tidy(read_plain(text))))
    assert (guess.title, guess.date, guess.start, guess.lang) == (
        "Weekly Operations Meeting", dt.date(2026, 9, 5), dt.time(14, 30), "en")
    assert [a.name for a in guess.attendees] == ["Ann Lee", "Bob Stone", "Chris Wu"]
    assert guess.next_date == dt.date(2026, 9, 12)


def test_a_date_without_a_year_is_left_to_the_name_of_the_file() -> None:
    guess = guess_from_content(Written(tidy(read_plain("定例会\n日時：12月6日（金）9:30-11:30\n議事は下のとおり\n"))))
    assert (guess.date, guess.start) == (None, dt.time(9, 30))


def test_lines_that_an_editor_wrapped_are_one_paragraph() -> None:
    english = ("The committee looked at the three offers that came in last week and\n"
               "found that none of them covers the cold chain, so that the\n"
               "tender has to be repeated in the autumn of this year.\nShort.\n")
    first = texts(read_plain(english))[0]
    assert first.endswith("cold chain, so that the tender has to be repeated in the autumn of this year.")
    japanese = ("倉庫の移転については、候補となっている二か所の条件を比べたうえで、来月の会議で決めること\n"
                "とし、それまでに総務部が見積もりを取る。\n"
                "運送会社との契約については、九月末までに更新するかどうかを決める必要があるため、小川さん\n"
                "が二社と話をする。\n")
    assert len(texts(read_plain(japanese))) == 2


def test_lines_of_their_own_length_stay_apart() -> None:
    text = ("全体会合で成果について説明したいので、ページを整理した\n"
            "何か変更があれば、直接修正してもらってもよい\n"
            "提案も移動したので、あとで各自が確認して、足りないところがあれば書き足しておくこと\n"
            "一段落したと思う\n")
    assert len(texts(read_plain(text))) == 4


def test_long_paragraphs_are_cut_at_sentences() -> None:
    text = "これは長い段落の一文です。" * 60
    pieces = texts([Block(Sort.TEXT, text)])
    assert "".join(pieces) == text and all(len(p) <= 300 and p.endswith("。") for p in pieces)
    assert all(len(p) <= 300 for p in texts([Block(Sort.TEXT, "切れ目のない文" * 200)]))


def test_a_heading_with_nothing_below_it_is_not_lost() -> None:
    blocks = [Block(Sort.HEADING, "次回は9月12日の14時から", 1), Block(Sort.HEADING, "その他", 1),
              Block(Sort.TEXT, "なし")]
    assert shaped(blocks)[0][0].text == "次回は9月12日の14時から"
    assert shaped(blocks)[1] == ((0, "次回は9月12日の14時から"), (1, "その他"))


def test_control_characters_and_overrides_are_gone() -> None:
    assert texts([Block(Sort.TEXT, "a\u202eb\x07c\u2066d\ue000e")]) == ["a b c d e"]


def test_the_language_is_that_of_most_letters() -> None:
    assert language_of(["会議の進め方について"]) == "ja"
    assert language_of(["The 会議 was good and long and full of words"]) == "en"
    assert language_of(["123 --"]) == ""


def test_a_title_that_begins_like_a_label_is_a_title() -> None:
    guess = guess_from_content(Written(tidy(read_plain("日本支社 定例会\n日時：2026年9月5日\n来期の話をした。\n"))))
    assert (guess.title, guess.date) == ("日本支社 定例会", dt.date(2026, 9, 5))
