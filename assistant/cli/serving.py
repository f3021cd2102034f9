"""Commands that open the web interface: serve and demo."""

from __future__ import annotations

import secrets
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import output
from assistant.cli.main import app, settings
from assistant.errors import InvalidInput
from assistant.messages import text
from assistant.settings import Settings

Host = Annotated[str, typer.Option(help="Address to listen on; 127.0.0.1 is this machine alone.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]
DemoHost = Annotated[str, typer.Option(help="Address to listen on.", envvar="HOST")]
DemoPort = Annotated[int, typer.Option(help="Port to listen on.", envvar="DEMO_PORT")]
DEFAULT_PORT = 7860


@app.command()
def serve(ctx: typer.Context, host: Host = "127.0.0.1", port: Port = DEFAULT_PORT) -> None:
    """Open the web interface."""
    run_server(settings(ctx), host, port)


@app.command()
def demo(ctx: typer.Context, lang: str = "ja", host: DemoHost = "127.0.0.1",
         port: DemoPort = DEFAULT_PORT) -> None:
    """A fresh data folder with the sample company, then the web interface."""
    if lang not in ("ja", "en"):
        raise InvalidInput("desk.bad_lang", value=lang)
    chosen = settings(ctx)
    folder = chosen.data_dir / f"demo-{lang}"
    if folder.exists():
        shutil.rmtree(folder)
    run_server(chosen.model_copy(update={"data_dir": folder, "lang": lang}), host, port,
               before=lambda house: house.desk.demo.load(lang, "demo"))


def run_server(chosen: Settings, host: str, port: int, before: Callable[..., object] | None = None) -> None:
    """Own the data folder, start the work, serve until Ctrl-C. ``before`` is run once the house stands."""
    import uvicorn

    from assistant.bootstrap import open_house
    from assistant.jobs.owner import Owner, find_owner
    from assistant.web.server import build

    running = find_owner(chosen.data_dir)
    if running and running.address:
        raise InvalidInput("cli.already_serving", address=running.address)
    listening = _listen(host, port)
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{listening.getsockname()[1]}"  # noqa: S104
    token = secrets.token_urlsafe(24)
    with Owner.acquire(Path(chosen.data_dir)) as owner:
        house = open_house(chosen, serving=True)
        house.start()
        try:
            if before:
                before(house)
            web = build(house.desk, chosen, token, hosts=(host,))
            config = uvicorn.Config(web, log_level="warning", timeout_graceful_shutdown=3, proxy_headers=False)
            server = uvicorn.Server(config)
            owner.announce(address, token)
            output.say(text("cli.serving", chosen.lang, address=address))
            server.run(sockets=[listening])
        finally:
            house.stop()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise InvalidInput("cli.port_taken", port=port) from None
    listening.listen(128)
    return listening
