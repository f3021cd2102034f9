"""Commands that read: meetings, transcript, minutes, agenda, actions, ask, search, doctor."""

from __future__ import annotations

import json as json_format
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli import output
from assistant.cli.connection import Local, Remote, connect
from assistant.cli.main import Json, app, settings
from assistant.errors import RenkeiError

Format = Annotated[str, typer.Option("--format", help="Write a file of this format instead.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the file.")]
Engine = Annotated[str, typer.Option(help="Who writes: auto, builtin or llm.")]


@app.command()
def meetings(ctx: typer.Context, series: str | None = None, json: Json = False) -> None:
    """List meetings, newest first."""
    with connect(settings(ctx)) as house:
        shown = house.call("meetings.list", series=series)
    if json:
        output.write_json(shown)
        return
    output.write_rows([[m["id"], m["date"], m["series"], m["title"], m["status"]] for m in shown["meetings"]],
                      ["id", "date", "series", "title", "status"])


@app.command()
def transcript(ctx: typer.Context, meeting: str, json: Json = False, format: Format = "",
               to: Output = None) -> None:
    """What was said in a meeting."""
    with connect(settings(ctx)) as house:
        if not json:
            _write(house.call("exports.transcript", meeting=meeting, format=format or "txt"), to)
            return
        output.write_json(house.call("meetings.transcript", meeting=meeting))


@app.command()
def minutes(ctx: typer.Context, meeting: str, json: Json = False, format: Format = "", to: Output = None,
            engine: Engine = "auto") -> None:
    """Decisions, actions, open questions and customer remarks of a meeting."""
    with connect(settings(ctx)) as house:
        shown = house.call("minutes.get", meeting=meeting, engine=engine)
        if json:
            output.write_json(shown)
        else:
            _write(house.call("exports.minutes", meeting=meeting, format=format or "md"), to)


@app.command()
def agenda(ctx: typer.Context, series: str, date: str | None = None, json: Json = False, format: Format = "",
           to: Output = None, engine: Engine = "auto") -> None:
    """The draft of a series' next agenda."""
    with connect(settings(ctx)) as house:
        shown = house.call("agendas.get", series=series, date=date, engine=engine)
        if json:
            output.write_json(shown)
        else:
            _write(house.call("exports.agenda", series=series, date=date, format=format or "md"), to)


@app.command()
def actions(ctx: typer.Context, open_only: Annotated[bool, typer.Option("--open")] = False,
            department: str | None = None, json: Json = False) -> None:
    """Every action item, across meetings."""
    with connect(settings(ctx)) as house:
        shown = house.call("actions.list", open_only=open_only, department=department)
    if json:
        output.write_json(shown)
        return
    output.write_rows([[a["due"] or "", a["owner"] or "", a["department"] or "", a["task"], a["status"]]
                       for a in shown["actions"]], ["due", "owner", "department", "task", "status"])


@app.command()
def ask(ctx: typer.Context, question: Annotated[str, typer.Argument(help="A question, or - for one a line.")],
        series: str = "", meeting: str = "", department: str = "", engine: Engine = "auto", json: Json = False) -> None:
    """A cited answer from the records."""
    scope = {"series": series, "meeting": meeting, "department": department}
    with connect(settings(ctx)) as house:
        if question == "-":
            for asked in _questions(sys.stdin):
                output.write_line_json(_answer_or_error(house, scope | asked, engine))
            return
        answer = house.call("ask.answer", question=question, engine=engine, **scope)
    if json:
        output.write_json(answer)
    else:
        _write_answer(answer)


def _answer_or_error(house: Local | Remote, asked: dict[str, Any], engine: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = house.call("ask.answer", engine=engine, **asked)
    except RenkeiError as error:
        return {"question": asked["question"], "answer": None, "abstained": True, "citations": [],
                "error": error.say(output.lang())}
    return found


def _questions(lines: Any) -> Iterator[dict[str, str]]:
    """One question a line: plain, or a JSON object with question, series, meeting, department."""
    for line in lines:
        if not line.strip():
            continue
        try:
            given = json_format.loads(line)
        except ValueError:
            given = None
        if not isinstance(given, dict):
            yield {"question": line.strip()}
            continue
        known = ("question", "series", "meeting", "department")
        yield {"question": ""} | {name: str(given[name]) for name in known if given.get(name)}


def _write_answer(answer: dict[str, Any]) -> None:
    sys.stdout.write((answer["answer"] or _nothing()) + "\n")
    for c in answer["citations"] or answer["nearest"]:
        minute, second = divmod(int(c["start"]), 60)
        sys.stdout.write(f"  {c['title']} {minute}:{second:02d} {c['speaker']}: {c['quote']}\n")


def _nothing() -> str:
    from assistant.messages import text

    return text("cli.not_in_records", output.lang())


@app.command()
def search(ctx: typer.Context, query: str, k: Annotated[int, typer.Option("-k")] = 10, json: Json = False) -> None:
    """The passages alone, best first."""
    with connect(settings(ctx)) as house:
        found = house.call("ask.search", query=query, k=k)
    if json:
        output.write_json(found)
        return
    for r in found["results"]:
        sys.stdout.write(f"{r['date']} {r['title']} [{r['from_i']}-{r['to_i']}]\n{r['text']}\n\n")


@app.command()
def doctor(ctx: typer.Context, json: Json = False) -> None:
    """What works, what does not, what to do."""
    with connect(settings(ctx)) as house:
        report = house.call("doctor.report", lang=output.lang())
    if json:
        output.write_json(report)
    else:
        signs = {"ok": "✓", "warn": "!", "fail": "✗"}
        for c in report["checks"]:
            sys.stdout.write(f"{signs[c['level']]} {c['says']}{' — ' + c['do'] if c['do'] else ''}\n")
    if not report["ok"]:
        raise SystemExit(1)


def _write(file: dict[str, Any], to: Path | None) -> None:
    output.write_file(file["content"], file["name"], to)
