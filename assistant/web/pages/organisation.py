"""The company: departments with people and goals, and the words of the house. Gradio components throughout.

Every form calls one verb; what is stored is then drawn anew. ``changed`` carries the department to leave open.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import RenkeiError
from assistant.settings import Settings
from assistant.web.i18n import language, say
from assistant.web.pages.cards import FIELDS, glossary_terms, glossary_text, to_card, to_fields
from assistant.web.pages.island import island

if TYPE_CHECKING:
    from assistant.desk import Desk

WHO = "local"
_FIRST = FIELDS.index("mission") + 1
_TALL = {"voices": 3, "responsibilities": 3, "goals": 2, "people": 3, "aliases": 1}


def layout(desk: Desk, settings: Settings, i18n: Any) -> None:
    """A file to load, the departments to open and edit, a new one, the glossary."""
    island("organisation")
    changed = gr.Textbox(visible=False)
    with gr.Column(elem_id="organisation"):
        file = gr.UploadButton(i18n("load_file"), file_types=[".yaml", ".yml", ".json"], size="sm", elem_id="load-file")
        file.upload(_loader(desk, settings), file, changed, show_progress="hidden")

        @gr.render(inputs=changed, show_progress="hidden")  # type: ignore[untyped-decorator]
        def show(opened: str, request: gr.Request) -> None:
            lang = language(request.headers, settings.lang)
            stored = desk.organisation.show()
            _departments(desk, stored["departments"], (opened or "").split("\n")[0], lang, changed)
            _new_department(desk, lang, changed)
            _glossary(desk, stored["glossary"], lang, changed)


def _loader(desk: Desk, settings: Settings) -> Callable[..., str]:
    def load(path: str, request: gr.Request) -> str:
        return _tell(lambda: desk.organisation.load_file(path, WHO), language(request.headers, settings.lang), "org_loaded")

    return load


def _departments(desk: Desk, departments: list[dict[str, Any]], opened: str, lang: str, changed: Any) -> None:
    if not departments:
        gr.Markdown(say("org_empty", lang), elem_classes=["none"])
    for card in departments:
        with gr.Accordion(_heading(card, lang), open=card["name"] == opened, elem_classes=["department"]):
            _department_form(desk, card, lang, changed)


def _heading(card: dict[str, Any], lang: str) -> str:
    people = say("org_people_n", lang, n=len(card["people"])) if card["people"] else ""
    return "　".join(part for part in (card["name"], people, card["mission"]) if part)


def _department_form(desk: Desk, card: dict[str, Any], lang: str, changed: Any) -> None:
    name, values = card["name"], to_fields(card)
    first = [_field(field, values[field], lang) for field in FIELDS[:_FIRST]]
    voices = _field("voices", "\n".join(desk.feedback_review.examples_of(name)["texts"]), lang)
    boxes = [*first, *(_field(field, values[field], lang) for field in FIELDS[_FIRST:])]
    with gr.Row(elem_classes=["form-foot"]):
        save = gr.Button(say("keep", lang), size="sm", scale=0)
        remove = gr.Button(say("org_remove", lang), size="sm", scale=0, elem_classes=["quiet"])
        sure = gr.Button(say("org_remove_sure", lang, department=name), size="sm", scale=0, visible=False, variant="stop")

    def keep(examples: str, *typed: str) -> str:
        fields = to_card(dict(zip(FIELDS, typed, strict=True)))
        return _tell(lambda: _save(desk, name, fields, examples.splitlines(), lang), lang, "org_saved", fields["rename"])

    def erase() -> str:
        return _tell(lambda: desk.organisation.remove_department(name, WHO), lang, "org_removed")

    save.click(keep, [voices, *boxes], changed, show_progress="hidden")
    remove.click(lambda: (gr.update(visible=False), gr.update(visible=True)), None, [remove, sure], show_progress="hidden")
    sure.click(erase, None, changed, show_progress="hidden")


def _save(desk: Desk, name: str, card: dict[str, Any], voices: list[str], lang: str) -> None:
    """The card, and what its customers' voices sound like; both go along with a new name."""
    review, after = desk.feedback_review, card["rename"] or name
    if after != name:
        review.teach(name, [], WHO, lang)
    try:
        desk.organisation.save_department(name, WHO, **card)
    except RenkeiError:
        after = name
        raise
    finally:
        review.teach(after, voices, WHO, lang)


def _field(field: str, value: str, lang: str) -> Any:
    hint = say(f"org_{field}_hint", lang) if field in _TALL else None
    rows = _TALL.get(field, 1)
    return gr.Textbox(value, label=say(f"org_{field}", lang), info=hint, lines=rows, max_lines=max(rows, 12) if hint else 1,
                      max_length=20_000)


def _new_department(desk: Desk, lang: str, changed: Any) -> None:
    with gr.Row(elem_classes=["new-department"]):
        name = gr.Textbox(placeholder=say("org_new", lang), show_label=False, label=say("org_new", lang), container=False,
                          max_length=200, elem_id="new-department")
        add = gr.Button(say("add", lang), size="sm", scale=0, elem_id="add-department")

    def begin(typed: str) -> str:
        return _tell(lambda: desk.organisation.save_department(typed.strip(), WHO), lang, "org_saved", typed.strip())

    add.click(begin, name, changed, show_progress="hidden")


def _glossary(desk: Desk, terms: list[dict[str, str]], lang: str, changed: Any) -> None:
    with gr.Accordion(say("org_glossary", lang, n=len(terms)), open=not terms, elem_classes=["department", "glossary"]):
        box = gr.Textbox(glossary_text(terms), label=say("org_terms", lang), info=say("org_terms_hint", lang), lines=6,
                         max_lines=24, max_length=200_000, elem_id="glossary-terms")
        with gr.Row(elem_classes=["form-foot"]):
            save = gr.Button(say("keep", lang), size="sm", scale=0, elem_id="save-glossary")

    def keep(typed: str) -> str:
        return _tell(lambda: desk.organisation.save_glossary(glossary_terms(typed), WHO), lang, "org_saved")

    save.click(keep, box, changed, show_progress="hidden")


def _tell(verb: Callable[[], object], lang: str, done: str, opened: str = "") -> str:
    """Call ``verb`` and say how it went; the answer makes the page draw itself anew."""
    try:
        verb()
    except RenkeiError as error:
        gr.Warning(error.say(lang), title=say("org_not_saved", lang))
        return gr.skip()  # type: ignore[no-any-return]
    gr.Info(say(done, lang), title="Renkei", duration=4)
    return f"{opened}\n{time.time_ns()}"
