"""Commands: each a few lines over the desk. Exit status 0 done, 1 a clear error, 2 wrong usage, 3 done in part."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import output
from assistant.errors import RenkeiError
from assistant.settings import Settings, load

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="Minutes, agendas and answers from your meetings.")
org = typer.Typer(no_args_is_help=True, help="Departments, people and glossary.")
delete = typer.Typer(no_args_is_help=True, help="Delete something and every trace of it.")
feedback = typer.Typer(no_args_is_help=True, help="What customers say, and where it belongs.")
app.add_typer(org, name="org")
app.add_typer(delete, name="delete")
app.add_typer(feedback, name="feedback")

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Where everything is kept.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.callback()
def options(ctx: typer.Context, data_dir: DataDir = None) -> None:
    """Every command works on one data folder."""
    ctx.obj = data_dir


def settings(ctx: typer.Context) -> Settings:
    """The settings of this call; ``--data-dir`` wins."""
    return load(ctx.find_root().obj)


def main(arguments: list[str] | None = None) -> None:
    """Run the command; errors become one line and an exit status."""
    from assistant.cli import feedback, reading, serving, taking  # noqa: F401 - they register their commands

    words = _data_dir_first(sys.argv[1:] if arguments is None else arguments)
    try:
        app(words, standalone_mode=True)
    except RenkeiError as error:
        output.say(error.say(output.lang()))
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(0) from None


def _data_dir_first(words: list[str]) -> list[str]:
    """``--data-dir`` may stand anywhere; the parser wants it before the command."""
    for i, word in enumerate(words):
        if word == "--data-dir" and i + 1 < len(words):
            return [word, words[i + 1], *words[:i], *words[i + 2:]]
        if word.startswith("--data-dir="):
            return [word, *words[:i], *words[i + 1:]]
    return words
