"""Commands that take things in or change them: add, org, jobs, reindex, delete."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli import output
from assistant.cli.connection import connect
from assistant.cli.main import Json, app, delete, org, settings
from assistant.errors import InvalidInput
from assistant.model import JobState

WHO = "command line"
DONE_IN_PART = 3
Engine = Annotated[str, typer.Option(help="Who writes: auto, builtin or llm.")]


@app.command()
def add(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Recordings, transcripts, notes, or folders of them.")],
    series: str = "", title: str = "", date: str = "", start: str = "", lang: str = "auto",
    attendee: Annotated[list[str] | None, typer.Option(help="NAME=DEPARTMENT, once for each.")] = None,
    speakers: Annotated[int | None, typer.Option(help="At most so many voices.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Return when all is processed.")] = False,
    engine: Engine = "auto", json: Json = False,
) -> None:
    """Add recordings, transcripts or notes."""
    with connect(settings(ctx), working=wait) as house:
        added = house.call(
            "intake.add", paths=[str(p.expanduser().resolve()) for p in paths], who=WHO, series=series, title=title,
            date=date, start=start, lang=lang, attendees=[_attendee(a) for a in attendee or []], speakers=speakers,
            engine=engine)
        if wait:
            jobs = house.wait([f["job"] for f in added["files"] if "job" in f], output.Progress())
            _settle(added, jobs)
    _report(added, json)


def _settle(added: dict[str, Any], jobs: list[Any]) -> None:
    by_id = {j.id: j for j in jobs}
    final = {JobState.DONE: "done", JobState.FAILED: "failed", JobState.CANCELLED: "failed"}
    for file in added["files"]:
        job = by_id.get(file.get("job", ""))
        if job:
            file |= {"status": final.get(job.state, "queued"), "error": job.error, "warnings": list(job.warnings)}


def _report(added: dict[str, Any], json: bool) -> None:
    files = added["files"]
    if json:
        output.write_json(added)
    else:
        for file in files:
            output.say(f"{Path(file['path']).name}: {file['status']}{': ' + file['error'] if file['error'] else ''}")
    failed = sum(f["status"] == "failed" for f in files)
    if failed:
        raise SystemExit(1 if failed == len(files) else DONE_IN_PART)


def _attendee(words: str) -> tuple[str, str]:
    name, equals, department = words.partition("=")
    if not name.strip() or not equals:
        raise InvalidInput("cli.bad_attendee", value=words)
    return name.strip(), department.strip()


@org.command("load")
def org_load(ctx: typer.Context, file: Path) -> None:
    """Replace the organisation by a YAML or JSON file."""
    with connect(settings(ctx)) as house:
        shown = house.call("organisation.load_file", path=str(file.expanduser().resolve()), who=WHO)
    output.say(", ".join(d["name"] for d in shown["departments"]))


@org.command("show")
def org_show(ctx: typer.Context, json: Json = False) -> None:
    """Show the organisation."""
    with connect(settings(ctx)) as house:
        shown = house.call("organisation.show")
    if json:
        output.write_json(shown)
    else:
        output.write_rows([[d["name"], d["head"], ", ".join(p["name"] for p in d["people"])]
                           for d in shown["departments"]], ["department", "head", "people"])


@app.command()
def jobs(ctx: typer.Context, json: Json = False) -> None:
    """What is queued, running, done or failed."""
    with connect(settings(ctx)) as house:
        shown = house.call("jobs.list", lang=output.lang())
    if json:
        output.write_json(shown)
        return
    output.write_rows([[j["name"], j["state"], j["step_text"], f"{j['progress']:.0%}", j["error"] or ""]
                       for j in shown["jobs"]], ["file", "state", "step", "progress", "error"])


@app.command()
def cancel(ctx: typer.Context, job: str) -> None:
    """Stop a job; what it has given so far stays."""
    with connect(settings(ctx), working=True) as house:
        house.call("jobs.cancel", job_id=job, who=WHO)


@app.command()
def retry(ctx: typer.Context, job: str) -> None:
    """Go on with a failed or cancelled job from its last good step."""
    with connect(settings(ctx), working=True) as house:
        house.call("jobs.retry", job_id=job, who=WHO)
        house.wait([job], output.Progress())


@app.command()
def reindex(ctx: typer.Context, json: Json = False) -> None:
    """Build every index again from the records."""
    with connect(settings(ctx)) as house:
        built = house.call("index.rebuild")
    if json:
        output.write_json(built)
    else:
        output.say(f"{built['passages']} passages")


@delete.command("meeting")
def delete_meeting(ctx: typer.Context, meeting: str) -> None:
    """The meeting and every trace of it."""
    with connect(settings(ctx)) as house:
        house.call("meetings.delete", meeting=meeting, who=WHO)
