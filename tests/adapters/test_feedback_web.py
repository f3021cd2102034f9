"""Customer feedback over REST, as the pages call it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.bootstrap import House
from assistant.web.api import add_routes
from assistant.web.guard import Guard
from tests.adapters.meetings import ORGANISATION
from tests.adapters.plain_feedback import use_plain_engine

TABLE = "日付,お客様,内容\n2026-09-01,青木様,出荷が遅れています。至急お願いします。\n2026-09-02,井上様,駐車場が狭いです。\n"


@pytest.fixture
def web(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    use_plain_engine(monkeypatch)
    house.desk.organisation.load(ORGANISATION, "test")
    app = FastAPI()
    add_routes(app, house.desk, house.settings, "secret")
    app.add_middleware(Guard, hosts=("testserver",))
    with TestClient(app, headers={"accept-language": "ja"}, raise_server_exceptions=False) as client:
        yield client


def good(response: Any) -> Any:
    assert response.status_code == 200, response.text
    return response.json()


def imported(web: TestClient, house: House) -> dict[str, Any]:
    """Bring the table in as the import dialog does, wait, return the receipt."""
    body = TABLE.encode("cp932")
    upload = good(web.post("/api/feedback/uploads", json={"name": "声.csv", "size": len(body)}))["upload"]
    assert good(web.put(f"/api/feedback/uploads/{upload}?offset=0", content=body))["have"] == len(body)
    assert web.put(f"/api/feedback/uploads/{upload}?offset=3", content=b"x").json()["have"] == len(body)
    columns = good(web.post(f"/api/feedback/uploads/{upload}/columns"))
    assert columns["header"] == ["日付", "お客様", "内容"]
    finish = f"/api/feedback/uploads/{upload}/finish"
    assert web.post(finish, json={"mapping": {"text": "2"}}).status_code == 400
    batch = good(web.post(finish, json={"mapping": columns["mapping"]}))["batch"]
    thread = house.desk.feedback_files._behind._thread
    if thread:
        thread.join(60)
    receipt: dict[str, Any] = good(web.get(f"/api/feedback/imports/{batch}"))
    return receipt


def test_a_file_comes_in_is_listed_exported_and_taken_back(web: TestClient, house: House) -> None:
    receipt = imported(web, house)
    assert (receipt["state"], receipt["messages"], receipt["points"]) == ("done", 2, 3)
    assert good(web.get("/api/feedback/points", params={"review": "false"}))["total"] == 1
    assert good(web.get("/api/feedback/points", params={"q": "駐車場", "late": "false"}))["total"] == 1
    counts = good(web.get("/api/feedback/counts"))
    assert (counts["review"], counts["open"], counts["states"]["new"]) == (2, 3, 1)
    export = web.get("/api/feedback/export", params={"format": "xlsx"})
    assert export.content[:2] == b"PK", export.text
    assert "attachment" in export.headers["content-disposition"]
    assert good(web.get("/api/feedback/imports"))["receipts"][0]["name"] == "声.csv"
    assert good(web.get("/api/feedback/unreadable"))["items"] == []
    assert good(web.delete(f"/api/feedback/imports/{receipt['batch']}")) == {"removed": 2}
    assert web.post(f"/api/feedback/imports/{receipt['batch']}/cancel").status_code == 404


def test_points_are_sorted_and_followed(web: TestClient, house: House) -> None:
    imported(web, house)
    first, second = good(web.get("/api/feedback/review"))["points"]
    assert first["message"]["customer"] == "青木様"
    point = f"/api/feedback/points/{first['id']}"
    told = good(web.post(f"{point}/correct", json={"departments": ["物流部"]}))
    assert told["point"]["departments"][0]["name"] == "物流部"
    assert good(web.post(f"{point}/undo"))["points"]
    assert good(web.post(f"{point}/accept"))["point"]["departments"]
    assert good(web.post("/api/feedback/moves", json={"ids": [second["id"]]}))["points"]
    other = f"/api/feedback/points/{second['id']}"
    assert good(web.post(f"{other}/snooze", json={"until": None}))["points"]
    assert good(web.post(f"{other}/state", json={"state": "on_hold"}))["state"] == "on_hold"
    assert good(web.post(f"{other}/assign", json={"owner": "佐藤", "due": "明日"}))["owner"] == "佐藤"
    assert good(web.get(f"{other}/history"))["history"]
    assert web.post(f"{other}/correct", json={"departments": "物流部"}).status_code == 400
    assert web.post("/api/feedback/points/none/accept").status_code == 404


def test_messages_are_pasted_cut_joined_and_answered(web: TestClient) -> None:
    pasted = {"text": "出荷が遅い、駐車場が狭い。", "customer": "上田様", "channel": "phone", "date": None}
    message = good(web.post("/api/feedback/messages", json=pasted))["message"]
    at = f"/api/feedback/messages/{message['id']}"
    [point] = message["points"]
    parts = good(web.post(f"/api/feedback/points/{point['id']}/split", json={"at": 6}))["points"]
    merge = f"/api/feedback/points/{parts[0]['id']}/merge"
    assert len(good(web.post(merge, json={"other": parts[1]["id"]}))["points"]) == 1
    assert web.post(f"{at}/points", json={"start": 0, "end": 3}).status_code == 400
    other = good(web.post("/api/feedback/messages", json={"text": "床が冷たい。"}))["message"]["id"]
    assert good(web.post(f"{at}/story", json={"join": other}))["story"] == other
    assert len(good(web.get("/api/feedback/stories"))["stories"]) == 1
    assert good(web.post(f"{at}/story", json={"join": None}))["story"] == message["id"]
    assert good(web.put(f"{at}/reply", json={"text": "申し訳ございません。", "approve": True}))["reply"]["state"] == "approved"
    assert web.get(f"{at}/reply/file").headers["content-type"] == "message/rfc822"
    assert good(web.post(f"{at}/answered", json={"answered": True}))["answered"]
    assert good(web.get(at))["message"]["answered"]
    assert web.post("/api/feedback/messages", json={"text": " "}).status_code == 400


def test_rules_corrections_honesty_and_themes_can_be_read_and_changed(web: TestClient, house: House) -> None:
    imported(web, house)
    rules = {"rules": [{"words": ["駐車場"], "department": "営業部"}]}
    assert good(web.put("/api/feedback/rules", json=rules)) == rules
    assert good(web.get("/api/feedback/rules")) == rules
    assert web.put("/api/feedback/rules", json={"rules": "none"}).status_code == 400
    point = good(web.get("/api/feedback/review"))["points"][0]["id"]
    good(web.post(f"/api/feedback/points/{point}/correct", json={"departments": []}))
    assert good(web.patch(f"/api/feedback/corrections/{point}", json={"departments": ["物流部"]}))["corrections"]
    assert good(web.get("/api/feedback/corrections"))["corrections"][0]["departments"] == ["物流部"]
    assert good(web.delete(f"/api/feedback/corrections/{point}"))["corrections"] == []
    assert good(web.get("/api/feedback/honesty"))["of"] == 0
    assert len(good(web.get("/api/feedback/overview", params={"weeks": 3}))["weeks"]) == 3
    assert "themes" in good(web.get("/api/feedback/themes"))
    assert web.get("/api/feedback/themes/none").status_code == 404
    taught = web.put("/api/feedback/examples", params={"department": "営業部"}, json={"texts": ["床が冷たい。"]})
    assert good(taught)["corrections"]
    assert good(web.get("/api/feedback/examples", params={"department": "営業"}))["texts"] == ["床が冷たい。"]
    routed = good(web.post("/api/feedback/route", json={"items": [{"id": 1, "text": "出荷が遅い。"}]}))
    assert routed["items"][0]["points"][0]["departments"][0]["name"] == "物流部"
