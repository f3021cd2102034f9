"""A small company in the records, for pages to show: meetings with sound, words and minutes, put where they belong."""

from __future__ import annotations

import datetime as dt
import math
import secrets
import struct
from pathlib import Path

from assistant.bootstrap import House
from assistant.model import (
    ActionItem,
    Attendee,
    Coverage,
    CustomerRemark,
    Decision,
    Gap,
    Kind,
    Meeting,
    MeetingStatus,
    Minutes,
    NextMeeting,
    OpenQuestion,
    ParkedTopic,
    SummaryLine,
    Transcript,
    Utterance,
)
from assistant.passages import passages_of

WHO = "local"
TURN_S = 3.0

SAID = {
    "ja": [
        ("佐藤", "営業部", "では始めます。まず出荷の締め時刻についてです。"),
        ("鈴木", "物流部", "いまは十七時ですが、当日便に間に合わない日が月に五件ほどあります。"),
        ("佐藤", "営業部", "九月から十五時にするのはどうでしょう。"),
        ("高橋", "サポート", "お客様からも、翌日に届かないという電話が二件ありました。"),
        ("鈴木", "物流部", "それでいきましょう。私のほうで倉庫に周知しておきます。来週の火曜までに。"),
        ("佐藤", "営業部", "お願いします。"),
        ("高橋", "サポート", "送料の負担はどうしますか。"),
        ("佐藤", "営業部", "それは次回までに考えましょう。"),
        ("鈴木", "物流部", "棚卸の話は来月に回してください。"),
        ("佐藤", "営業部", "では次回は来月の三日、十四時からで。"),
    ],
    "en": [
        ("Sato", "Sales", "Let us begin with the cut-off time for shipping."),
        ("Suzuki", "Logistics", "It is five o'clock now, and five orders a month miss the same-day truck."),
        ("Sato", "Sales", "How about three o'clock from September?"),
        ("Takahashi", "Support", "Two customers called because a parcel did not come the next day."),
        ("Suzuki", "Logistics", "Works for me. I will tell the warehouse by next Tuesday."),
        ("Sato", "Sales", "Please do."),
        ("Takahashi", "Support", "And who bears the postage?"),
        ("Sato", "Sales", "Let us think about that until next time."),
        ("Suzuki", "Logistics", "Stocktaking can wait until next month."),
        ("Sato", "Sales", "Then we meet on the third, at two."),
    ],
}
WORDS = {
    "ja": ("九月から出荷の締めを十五時にする", "倉庫へ新しい締め時刻を知らせる", "送料の負担をどうするか",
           "翌日に届かないという電話が二件あった", "棚卸", "出荷の締めを十五時に早め、鈴木さんが倉庫へ知らせる。"),
    "en": ("Shipping closes at three from September", "Tell the warehouse about the new cut-off", "Who bears the postage",
           "Two customers called about late parcels", "Stocktaking", "Shipping closes at three; Suzuki tells the warehouse."),
}


def spoken_meeting(house: House, title: str = "部門連携定例", series: str = "", lang: str = "ja", days_ago: int = 3,
                   audio: bool = True, kind: Kind = Kind.RECORDING) -> str:
    """A meeting of ten utterances with its minutes; returns its id."""
    said = SAID[lang]
    people = tuple(Attendee(name, department) for name, department in {(n, d): 0 for n, d, _ in said})
    day = dt.date.today() - dt.timedelta(days=days_ago)
    timed = kind != Kind.NOTES
    meeting = Meeting(
        secrets.token_hex(5), title, day, series=series, start=dt.time(14), lang=lang, source=f"{title}.m4a", kind=kind,
        duration_s=TURN_S * len(said) if timed else 0.0, status=MeetingStatus.READY, attendees=people,
    )
    house.ledger.add_meeting(meeting, secrets.token_hex(16), WHO)
    transcript = Transcript(meeting.id, _utterances(said, timed), (Gap(9.0, 11.0, "noise"),) if timed else ())
    house.ledger.save_transcript(transcript, WHO)
    house.ledger.save_minutes(_minutes(meeting, len(said)), WHO)
    house.index.put(meeting.id, passages_of(meeting, transcript.utterances))
    if audio and timed:
        write_tone(house.places.work(meeting.id) / "play.m4a", meeting.duration_s)
    return meeting.id


def _utterances(said: list[tuple[str, str, str]], timed: bool) -> tuple[Utterance, ...]:
    return tuple(
        Utterance(i, i * TURN_S if timed else 0.0, i * TURN_S + 2.6 if timed else 0.0, name, words, department,
                  doubtful=i == 3)
        for i, (name, department, words) in enumerate(said)
    )


def _minutes(meeting: Meeting, count: int) -> Minutes:
    decided, task, question, remark, parked, summary = WORDS[meeting.lang]
    people = [a for a in meeting.attendees if a.department in ("物流部", "Logistics")]
    owner = people[0]
    today = dt.date.today()
    name = meeting.id
    return Minutes(
        meeting.id, "builtin", Coverage(0.0, meeting.duration_s, count, (Gap(9.0, 11.0, "noise"),)),
        summary=(SummaryLine(id=f"{name}s", text=summary, evidence=(2, 4)),),
        decisions=(Decision(id=f"{name}d", text=decided, evidence=(2, 4)),),
        actions=(ActionItem(id=f"{name}a", text=task, evidence=(4,), owner=owner.name, department=owner.department,
                            due=today + dt.timedelta(days=-1)),),
        open_questions=(OpenQuestion(id=f"{name}q", text=question, evidence=(6, 7), doubtful=True),),
        feedback=(CustomerRemark(id=f"{name}f", text=remark, evidence=(3,), departments=(owner.department,),
                                 sentiment="negative", urgency="high"),),
        parked=(ParkedTopic(id=f"{name}p", text=parked, evidence=(8,)),),
        next_meeting=NextMeeting(today + dt.timedelta(days=9), dt.time(14), (9,)),
    )


def write_tone(path: Path, seconds: float) -> None:
    """A quiet tone as .m4a, as long as the meeting."""
    import av

    rate = 16000
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=rate, layout="mono")
        for second in range(math.ceil(seconds)):
            frame = av.AudioFrame(format="s16", layout="mono", samples=rate)
            wave = (round(3000 * math.sin(2 * math.pi * 220 * (second + n / rate))) for n in range(rate))
            frame.planes[0].update(struct.pack(f"<{rate}h", *wave))
            frame.sample_rate, frame.pts = rate, second * rate
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def transcript_file(folder: Path, name: str = "定例_2026-09-02.vtt", lang: str = "ja") -> Path:
    """The same words as a .vtt, for uploading."""
    cues = [f"00:00:{i * 3:02d}.000 --> 00:00:{i * 3 + 2:02d}.600\n<v {who}>{words}</v>\n"
            for i, (who, _, words) in enumerate(SAID[lang])]
    path = folder / name
    path.write_text("WEBVTT\n\n" + "\n".join(cues), "utf-8")
    return path
