"""Every page in both languages, light and dark, wide and narrow: nothing overflows, no word is missing.

What was seen is left in ``shots/`` for people to look at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from assistant.bootstrap import House
from tests.browser.company import spoken_meeting

SHOTS = Path(__file__).parent / "shots"
OUTSIDE = """() => [...document.querySelectorAll('#stage, #stage *, .top *, .rail *, #organisation *')].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width > 1 && !e.closest('.hidden, [hidden], .hide') && (box.right > innerWidth + 1 || box.left < -1);
}).map((e) => e.outerHTML.slice(0, 120))"""
LOOKS = [("ja", False, False), ("en", True, False), ("ja", True, True), ("en", False, True)]


@pytest.mark.parametrize(("lang", "dark", "phone"), LOOKS)
def test_pages_look_whole(house: House, open_page: Callable[..., Page], lang: str, dark: bool, phone: bool) -> None:
    title = "出荷の定例" if lang == "ja" else "Shipping weekly"
    meeting = spoken_meeting(house, title=title, series=title, lang=lang)
    SHOTS.mkdir(exist_ok=True)
    paths = {"home": "/", "meetings": "/meetings", "meeting": f"/meeting?id={meeting}", "agendas": "/agendas",
             "agenda": f"/agenda?series={title}", "ask": "/ask", "actions": "/actions", "add": "/add", "feedback": "/feedback",
             "organisation": "/organisation"}
    page = open_page("/healthz", lang=lang, dark=dark, phone=phone, settle=False)
    for name, path in paths.items():
        page.goto(page.url.split("/")[0] + "//" + page.url.split("/")[2] + path)
        page.wait_for_selector("#island #stage", state="attached")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=SHOTS / f"{name}-{lang}-{'dark' if dark else 'light'}-{'phone' if phone else 'wide'}.png")
        assert page.evaluate(OUTSIDE) == [], name
        assert "⟨" not in page.locator("body").inner_text(), name
