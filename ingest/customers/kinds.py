"""What kind of file of messages a file is, by its bytes first and its name second."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.errors import FileRejected
from ingest import magic
from ingest.customers.lines import read_lines
from ingest.customers.mail.boxes import is_box
from ingest.encodings import encoding_of
from ingest.packages import package_format, reject_old_office

_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,40})[ \t]*:")
_MAIL_FIELDS = frozenset(b"from to subject date received message-id mime-version return-path content-type delivered-to x-mailer cc "
                         b"reply-to sender content-transfer-encoding".split())
_OTHER_NAMES = magic.MEDIA_NAMES | frozenset(
    ".vtt .srt .sbv .html .htm .xml .pdf .docx .doc .pptx .ppt .rtf .zip .py .js .yaml .yml "
    ".toml .ini .sql .exe .png .jpg .jpeg .gif".split())
_TABLES = (".csv", ".tsv", ".tab")
_HTML = re.compile(rb"^\s*(?:\xef\xbb\xbf)?<(?:!doctype|html|head|\?xml)", re.IGNORECASE)
_OUTLOOK = "__substg1.0_".encode("utf-16-le")


def kind_of(path: Path) -> str:
    """ "table", "xlsx", "jsonl", "txt", "eml" or "mbox". Raises FileRejected for anything else."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise FileRejected("files.empty", name=path.name)
        with path.open("rb") as file:
            head = file.read(1 << 16)
        return _binary(path, head) or _text(path, head)
    except OSError as error:
        raise FileRejected("files.no_access", name=path.name, reason=error.strerror or "") from error


def _binary(path: Path, head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        with path.open("rb") as file:
            if package_format(file, path.name) == "xlsx":
                return "xlsx"
        raise FileRejected("customers.other_kind", name=path.name)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise FileRejected("customers.outlook", name=path.name) if _OUTLOOK in path.read_bytes() else reject_old_office(path)
    other = magic.other_kind(head)
    if head.startswith((b"BM", b"MZ")) and encoding_of(head) is not None:
        other = ""  # two letters that words begin with as well
    if other or magic.media_format(head) or b"%PDF-" in head[:1024]:
        raise FileRejected("customers.other_kind", name=path.name)
    return ""


def _text(path: Path, head: bytes) -> str:
    suffix = path.suffix.lower()
    if is_box(head):
        return "mbox"
    if suffix in (".eml", ".mht", ".mail") or (suffix not in _TABLES and _begins_as_mail(head)):
        return "eml"
    if suffix in _OTHER_NAMES or _HTML.match(head) or suffix in (".mbox", ".mbx"):
        raise FileRejected("customers.other_kind", name=path.name)
    if not _is_text(head):
        raise FileRejected("customers.other_kind", name=path.name)
    if not head.replace(b"\x00", b"").strip(b"\xef\xbb\xbf\xff\xfe \t\r\n") and path.stat().st_size <= len(head):
        raise FileRejected("files.no_text", name=path.name)
    if suffix in (".jsonl", ".ndjson", ".json"):
        return "jsonl"
    return "table" if suffix in _TABLES else _by_lines(path)


def _begins_as_mail(head: bytes) -> bool:
    names: set[bytes] = set()
    for line in head.lstrip(b"\r\n").split(b"\n")[:60]:
        found = _FIELD.match(line)
        if found:
            names.add(found[1].lower())
        elif not line.startswith((b" ", b"\t")):
            break
    known = names & _MAIL_FIELDS
    return len(known) >= 3 and b"from" in known


def _is_text(head: bytes) -> bool:
    """Text, though single lines of it may be damaged."""
    cut = head[:head.rfind(b"\n") + 1] or head
    if encoding_of(cut) is not None or encoding_of(cut.replace(b"\x00", b"")) is not None:
        return True
    lines = [line for line in cut.split(b"\n") if line.strip()]
    return sum(1 for line in lines if encoding_of(line) is not None) * 2 > len(lines)


def _by_lines(path: Path) -> str:
    """Objects a line are JSON; cells parted by the same number of tabs in every line are a table."""
    lines = [line.text or "" for _, line in zip(range(60), read_lines(path), strict=False)]
    filled = [line for line in lines if line.strip()]
    if filled and all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in filled[:3]):
        return "jsonl"
    tabs = {line.count("\t") for line in filled}
    return "table" if len(filled) > 2 and len(tabs) == 1 and tabs != {0} else "txt"
