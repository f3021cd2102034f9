"""Commands of customer feedback: import, route, list, correct."""

from __future__ import annotations

import json as json_format
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli import output
from assistant.cli.connection import Local, Remote, connect
from assistant.cli.main import Json, feedback, settings
from assistant.cli.taking import DONE_IN_PART, WHO
from assistant.errors import InvalidInput, NotFound
from assistant.messages import text

Engine = Annotated[str, typer.Option(help="Who reads: auto, builtin or llm.")]
LOOK_S = 0.2
TOLD_S = 5.0


@feedback.command("import")
def import_file(ctx: typer.Context, file: Annotated[Path, typer.Argument(help="CSV, XLSX, JSONL, TXT, EML or MBOX.")],
                engine: Engine = "auto", json: Json = False) -> None:
    """Take in a file of customer messages."""
    with connect(settings(ctx)) as house:
        begun = house.call("feedback_files.start_file", path=str(file.expanduser().resolve()), who=WHO,
                           name=file.name, lang=output.lang(), engine=engine)
        receipt = _followed(house, begun["batch"])
    if receipt["state"] == "failed":
        output.say(receipt["error"])
        raise SystemExit(1)
    _report(receipt, json)
    if receipt["skipped_n"] or receipt["state"] != "done":
        raise SystemExit(DONE_IN_PART)


@feedback.command()
def route(ctx: typer.Context, file: Annotated[str, typer.Argument(help='Lines of {"id", "text"}; - reads them from '
                                                                       "standard input.")] = "-",
          engine: Engine = "auto", json: Json = False) -> None:
    """Say where texts belong, without storing them."""
    items = list(_items(_lines(file)))
    with connect(settings(ctx)) as house:
        routed = house.call("feedback.route", items=items, engine=engine, lang=output.lang())
    for note in routed["notes"]:
        output.say(note)
    if json:
        output.write_json(routed)
        return
    output.write_rows([[str(i["id"]), _names(p), "?" if p["review"] else "", p["text"], p["reason"]]
                       for i in routed["items"] for p in i["points"]],
                      ["id", "departments", "review", "text", "reason"])


@feedback.command("list")
def listed(ctx: typer.Context, review: Annotated[bool, typer.Option("--review", help="Only what waits for a person.")]
           = False, department: str = "", state: str = "", json: Json = False) -> None:
    """Stored points and their state."""
    with connect(settings(ctx)) as house:
        shown = house.call("feedback.list", review=review or None, department=department or None, state=state or None,
                           lang=output.lang())
    if json:
        output.write_json(shown)
        return
    output.write_rows([[p["id"], p["date"], p["customer"], _names(p), "?" if p["review"] else p["state"], p["text"]]
                       for p in shown["points"]], ["id", "date", "customer", "departments", "state", "text"])


@feedback.command()
def correct(ctx: typer.Context, point: str, department: str = "", department2: str = "",
            nobody: Annotated[bool, typer.Option("--nobody", help="It belongs to no department.")] = False,
            effect: Annotated[bool, typer.Option("--effect", help="Show what else would move.")] = False,
            json: Json = False) -> None:
    """Say where a point belongs; later routing learns from it at once."""
    names = [name for name in (department, department2) if name]
    if bool(names) == nobody:
        raise InvalidInput("cli.correct_to")
    with connect(settings(ctx)) as house:
        corrected = house.call("feedback_review.correct", point_id=point, departments=names, who=WHO,
                               lang=output.lang(), effect=effect)
    if json:
        output.write_json(corrected)
        return
    output.say(f"{corrected['point']['text']} → {_names(corrected['point']) or '–'}")
    for moved in corrected["moved"]:
        output.say(f"  {moved['id']} {moved['text']} → {', '.join(moved['to']) or '–'}")


def _followed(house: Local | Remote, batch: str) -> dict[str, Any]:
    """The receipt once the import is over; how far it is goes to standard error."""
    told, shown = time.monotonic(), ""
    while True:
        now: dict[str, Any] = house.call("feedback_files.progress", batch=batch, lang=output.lang())
        if now["state"] != "running":
            return now
        if time.monotonic() - told > TOLD_S:
            told = time.monotonic()
            key = "feedback.importing_of" if now["total"] else "feedback.importing"
            eta = f" ({now['eta_s']} s)" if now["eta_s"] else ""
            words = text(key, output.lang(), name=now["name"], done=now["done"], total=now["total"]) + eta
            if words != shown:
                output.say(words)
            shown = words
        time.sleep(LOOK_S)


def _report(receipt: dict[str, Any], json: bool) -> None:
    for note in receipt["notes"]:
        output.say(note)
    if json:
        output.write_json(receipt)
        return
    lang = output.lang()
    output.say(text("feedback.imported", lang, messages=receipt["messages"], points=receipt["points"],
                    duplicates=receipt["duplicates"], skipped=receipt["skipped_n"]))
    for row in receipt["skipped"]:
        output.say(text("feedback.skipped_row", lang, row=row["row"], error=row["error"]))


def _lines(file: str) -> Iterable[str]:
    if file == "-":
        return sys.stdin
    try:
        return Path(file).expanduser().read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise NotFound("desk.no_file", name=Path(file).name) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("cli.unreadable_lines", name=Path(file).name) from error


def _items(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """{"id", "text"} of each line; a line without an id is known by its number."""
    for row, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json_format.loads(line)
        except ValueError:
            raise InvalidInput("feedback.bad_line", row=row) from None
        if not isinstance(given, dict) or not isinstance(given.get("text"), str):
            raise InvalidInput("feedback.bad_line", row=row)
        yield {"id": given.get("id", str(row)), "text": given["text"]}


def _names(point: dict[str, Any]) -> str:
    return ", ".join(d["name"] for d in point["departments"])
