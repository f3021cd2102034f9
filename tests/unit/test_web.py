"""The web room without a browser: words, addresses, who may talk to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from assistant.errors import Conflict, NotFound
from assistant.settings import Settings
from assistant.web.api import add_routes
from assistant.web.guard import Guard
from assistant.web.i18n import language, theme, words
from assistant.web.pages.cards import glossary_terms, glossary_text, to_card, to_fields
from assistant.web.places import PLACES, pretty
from assistant.web.shell import rewrite

MESSAGES = Path(__file__).parents[2] / "assistant" / "messages"


class Room:
    """Verbs that note how they were called."""

    def __init__(self, **verbs: Any) -> None:
        self.__dict__.update(verbs)


def client(desk: Any, token: str | None = "secret", **options: Any) -> TestClient:
    app = FastAPI()
    add_routes(app, desk, Settings(lang="ja"), token)
    app.add_middleware(Guard, hosts=("testserver",))
    return TestClient(app, headers={"accept-language": "ja"}, raise_server_exceptions=False, **options)


class AnyRoom:
    def __getattr__(self, name: str) -> Any:
        return Room()


class Rooms:
    """A desk whose rooms can be filled in one by one."""

    def __init__(self, **rooms: Any) -> None:
        self._rooms = rooms

    def __getattr__(self, name: str) -> Any:
        return self._rooms.get(name, AnyRoom())


def sentences() -> list[tuple[str, dict[str, str]]]:
    return [pair for path in sorted(MESSAGES.glob("web*.yaml")) for pair in yaml.safe_load(path.read_text("utf-8")).items()]


def test_no_word_of_the_pages_is_given_twice() -> None:
    names = [name for name, _ in sentences()]
    assert len(names) == len(set(names))


def test_both_languages_have_the_same_words() -> None:
    for name, said in sentences():
        assert set(said) == {"ja", "en"}, name
        assert all(str(sentence).strip() for sentence in said.values()), name
    assert words("ja").keys() == words("en").keys()


def test_fields_of_a_sentence_are_the_same_in_both_languages() -> None:
    import re

    for name, said in sentences():
        ja, en = (set(re.findall(r"\{(\w+)\}", said[lang])) for lang in ("ja", "en"))
        assert ja == en, name


@pytest.mark.parametrize(("headers", "expected"), [
    ({"cookie": "renkei_lang=en", "accept-language": "ja"}, "en"),
    ({"accept-language": "fr, en;q=0.8, ja;q=0.5"}, "en"),
    ({"accept-language": "ja-JP,ja;q=0.9,en;q=0.8"}, "ja"),
    ({"cookie": "renkei_lang=xx"}, "ja"),
    ({}, "ja"),
])
def test_language_is_the_persons_choice_then_the_browsers(headers: dict[str, str], expected: str) -> None:
    assert language(Headers(headers), "ja") == expected


def test_theme_follows_the_system_unless_chosen() -> None:
    assert theme(Headers({"cookie": "renkei_theme=dark"})) == "dark"
    assert theme(Headers({"cookie": "renkei_theme=<script>"})) == "auto"


def test_pretty_addresses_lead_to_pages_with_a_query() -> None:
    assert pretty("/meeting/7", "t=61") == "/meeting?id=7&t=61"
    assert pretty("/agenda/%E5%AE%9A%E4%BE%8B", "") == "/agenda?series=%E5%AE%9A%E4%BE%8B"
    assert pretty("/feedback/review", "") == "/feedback?view=review"
    assert pretty("/feedback/m7", "") == "/feedback?id=m7"
    assert pretty("/meeting", "id=7") is None
    assert pretty("/meeting/a/b", "") is None


def test_every_script_of_a_page_carries_the_nonce() -> None:
    page = '<html lang="en"><head><base href="./" /><script>1</script></head><body class="a"><script src="x"></script>'
    for place in PLACES:
        made = rewrite(page, place, "ja", "auto", "v1", "N")
        assert made.count("<script") == made.count('<script nonce="N"')
        assert '<html lang="ja"' in made


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "[::1]:7860", "192.168.1.20", "testserver"])
def test_known_names_and_plain_addresses_are_answered(host: str) -> None:
    assert client(Rooms()).get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""])
def test_names_of_others_are_refused(host: str) -> None:
    answer = client(Rooms()).get("/healthz", headers={"host": host})
    assert answer.status_code == 421


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}])
def test_changes_from_another_site_are_refused(headers: dict[str, str]) -> None:
    assert client(Rooms()).post("/api/demo", headers=headers).status_code == 403


def test_changes_from_our_own_pages_are_taken() -> None:
    desk = Rooms(demo=Room(load=lambda lang: {"files": [lang]}))
    answer = client(desk).post("/api/demo", headers={"origin": "http://testserver"})
    assert answer.json() == {"loaded": {"files": ["ja"]}}


def test_every_answer_carries_the_protective_headers() -> None:
    headers = client(Rooms()).get("/healthz").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_errors_are_one_sentence_in_the_readers_language() -> None:
    def missing(_meeting: str) -> None:
        raise NotFound("desk.no_meeting", name="九月")

    desk = Rooms(meetings=Room(get=missing))
    answer = client(desk).get("/api/meetings/x")
    assert answer.status_code == 404
    assert "「九月」という会議は見つかりません" in answer.json()["error"]
    assert "There is no meeting" in client(desk).get("/api/meetings/x", headers={"accept-language": "en"}).json()["error"]


def test_what_nobody_foresaw_is_told_without_its_insides() -> None:
    def broken(_meeting: str) -> None:
        raise RuntimeError("secret path /home/x")

    answer = client(Rooms(meetings=Room(get=broken))).get("/api/meetings/x")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_an_upload_at_the_wrong_place_learns_where_to_go_on() -> None:
    def append(_upload: str, _offset: int, _body: bytes) -> None:
        raise Conflict("desk.wrong_offset", have=8)

    answer = client(Rooms(intake=Room(append=append))).put("/api/uploads/u?offset=0", content=b"x")
    assert (answer.status_code, answer.json()["have"]) == (409, 8)


def test_the_recording_is_sent_in_parts(tmp_path: Path) -> None:
    sound = tmp_path / "play.m4a"
    sound.write_bytes(bytes(range(100)))
    web = client(Rooms(meetings=Room(media=lambda _m: sound)))
    part = web.get("/media/m1", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert web.head("/media/m1").headers["content-length"] == "100"


def test_exports_are_always_attachments() -> None:
    made = {"name": "議事録 \"x\".html", "mime": "text/html; charset=utf-8", "content": b"<script>"}
    answer = client(Rooms(exports=Room(minutes=lambda *_: made))).get("/api/export/minutes?meeting=m&format=html")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_verbs_are_called_by_name_with_the_owners_token() -> None:
    desk = Rooms(exports=Room(minutes=lambda meeting, format: {"name": meeting, "content": format.encode()}))
    call = {"meeting": "m", "format": "md"}
    web = client(desk)
    assert web.post("/api/verb/exports.minutes", json=call).status_code == 403
    answer = web.post("/api/verb/exports.minutes", json=call, headers={"x-renkei-token": "secret"})
    assert answer.json() == {"result": {"name": "m", "content": {"$base64": "bWQ="}}}


@pytest.mark.parametrize("verb", ["_parts.x", "exports._x", "exports.nothing", "nothing.x"])
def test_only_public_verbs_are_called(verb: str) -> None:
    desk = Room(exports=Room(_x=print), _parts=Room(x=print), **{n: AnyRoom() for n in (
        "meetings", "minutes", "actions", "agendas", "ask", "intake", "jobs", "home", "organisation", "demo", "doctor",
        "feedback", "feedback_review", "feedback_files", "feedback_follow", "feedback_themes")})
    answer = client(desk).post(f"/api/verb/{verb}", json={}, headers={"x-renkei-token": "secret"})
    assert answer.status_code == 404


def test_without_a_token_no_verb_can_be_called() -> None:
    answer = client(Rooms(), token=None).post("/api/verb/meetings.list", json={}, headers={"x-renkei-token": ""})
    assert answer.status_code == 403


def test_a_department_card_goes_through_the_form_unchanged() -> None:
    card = {"name": "物流部", "mission": "届ける", "responsibilities": ["出荷", "返品"], "goals_this_quarter": ["遅延三件"],
            "head": "鈴木", "people": [{"name": "鈴木", "reading": "すずき", "role": "部長"},
                                       {"name": "佐藤", "reading": "", "role": ""}], "aliases": ["ロジ"]}
    back = to_card(to_fields(card))
    assert back == {"rename": "物流部", **{k: v for k, v in card.items() if k != "name"}}


def test_glossary_lines_are_read_with_and_without_reading() -> None:
    terms = [{"term": "赤札", "reading": "あかふだ", "meaning": "出荷停止の印"}, {"term": "棚卸", "reading": "", "meaning": ""}]
    assert glossary_terms(glossary_text(terms)) == terms
