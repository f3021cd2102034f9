"""Documents that a library must open: read in a child process with little memory and little time, because such files
come from anywhere. Nothing is fetched and no macro, script or field runs."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.errors import Cancelled, FileRejected, StepFailed
from assistant.ports.speech import Watch
from ingest.apart import Task, run_apart
from ingest.notes.blocks import Block, Sort, Written

MEMORY_MB = 1500
CPU_SECONDS, SECONDS = 120, 600
_PEEK = 400_000
_TAGS = re.compile(r"<[^>]*>")
_LINE_ENDS = re.compile(r"</w:p>|<w:br\b[^>]*>|<w:cr\b[^>]*>")
Plain = dict[str, Any]


def read_document(path: Path, form: str) -> Written:
    """The blocks of a docx, pptx, xlsx, pdf or html file. FileRejected where it cannot be read."""
    answer = _apart(path, {"path": str(path), "form": form})
    blocks = tuple(Block(Sort(sort), text, level) for sort, text, level in answer["blocks"])
    return Written(blocks, answer["title"], answer["date"])


def read_document_lines(path: Path) -> str:
    """A Word document as lines of text."""
    text: str = _apart(path, {"path": str(path), "form": "lines"})["text"]
    return text


def check_pdf(path: Path) -> None:
    """FileRejected for a PDF that opens with a password only."""
    if b"/Encrypt" in path.read_bytes():
        _apart(path, {"path": str(path), "form": "check"})


def opening_words(path: Path) -> str:
    """The first lines of a Word document, roughly: enough to tell a transcript from notes. Nothing is parsed."""
    try:
        with zipfile.ZipFile(path) as package:
            main = next(n for n in package.namelist() if n.lower() == "word/document.xml")
            with package.open(main) as part:
                xml = part.read(_PEEK).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, zlib.error, StopIteration, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise FileRejected("files.damaged", name=path.name) from error
    body = xml[xml.find("<w:body"):] if "<w:body" in xml else xml
    return _TAGS.sub("", _LINE_ENDS.sub("\n", body.replace("<w:tab/>", "\t"))).rpartition("\n")[0]


def _apart(path: Path, job: Plain) -> Plain:
    deadline = time.monotonic() + SECONDS
    watch = Watch(progress=lambda _: None, cancelled=lambda: time.monotonic() > deadline)
    with tempfile.TemporaryDirectory(prefix="renkei-") as folder:
        task = Task("read", job, "files.damaged", Path(folder) / "log", MEMORY_MB)
        try:
            return run_apart(task, watch)
        except Cancelled as error:
            raise FileRejected("files.too_heavy", name=path.name) from error
        except StepFailed as error:
            reason = str(error.values.get("reason", ""))
            heavy = any(word in reason for word in ("MemoryError", "SIGKILL", "SIGXCPU", "bad_alloc", "SIGABRT"))
            raise FileRejected("files.too_heavy" if heavy else "files.damaged", name=path.name) from error


def run(job: Plain, _progress: Callable[[float], None]) -> Plain:
    """The child's side. Whatever a reader trips over ends the child; the parent then says that the file is damaged."""
    _bound_time()
    path, form = Path(job["path"]), job["form"]
    if form == "check":
        from ingest.notes.pdf import open_pdf

        open_pdf(path).close()
        return {}
    if form == "lines":
        from ingest.notes.word import read_docx_lines

        return {"text": read_docx_lines(path)}
    written = _reader(form)(path)
    return {"blocks": [[b.sort.value, b.text, b.level] for b in written.blocks], "title": written.title,
            "date": written.date}


def _bound_time() -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each of its threads reserves memory
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))


def _reader(form: str) -> Callable[[Path], Written]:
    if form == "docx":
        from ingest.notes.word import read_docx

        return read_docx
    if form == "pptx":
        from ingest.notes.slides import read_pptx

        return read_pptx
    if form == "xlsx":
        from ingest.notes.sheets import read_xlsx

        return read_xlsx
    if form == "pdf":
        from ingest.notes.pdf import read_pdf

        return read_pdf
    return _read_web_page


def _read_web_page(path: Path) -> Written:
    from ingest.encodings import decode_html
    from ingest.notes.web import read_html

    return read_html(decode_html(path.read_bytes()))
