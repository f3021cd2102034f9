"""Word, PowerPoint and Excel files as the packages they are: what is inside, and whether opening them is safe."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import BinaryIO

from assistant.errors import FileRejected

MAX_PARTS = 20_000
MAX_DIRECTORY = 16_000_000
MAX_UNPACKED = 500_000_000
MAX_XML = 150_000_000
_SUSPECT_SIZE, _SUSPECT_RATIO = 20_000_000, 150
_MAIN = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx", "xl/workbook.xml": "xlsx"}
_OLD = (("WordDocument", ".docx"), ("PowerPoint Document", ".pptx"), ("Workbook", ".xlsx"), ("Book", ".xlsx"))
_END = b"PK\x05\x06"


def package_format(file: BinaryIO, name: str) -> str:
    """ "docx", "pptx" or "xlsx" by what the package holds. Raises FileRejected for encrypted and damaged packages, for
    other archives, and for those that declare more than a document can be."""
    _bounded_directory(file, name)
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise FileRejected("files.damaged", name=name) from error
    names = {p.filename.lower() for p in parts}
    found = next((form for main, form in _MAIN.items() if main in names), "")
    if any(p.flag_bits & 1 for p in parts):
        raise FileRejected("files.encrypted", name=name)
    if _explodes(parts):
        raise FileRejected("files.bomb", name=name)
    if not found:
        office = "content.xml" in names or any(n.endswith(".iwa") or n == "index.zip" for n in names)
        raise FileRejected("files.document" if office else "files.archive", name=name)
    return found


def _bounded_directory(file: BinaryIO, name: str) -> None:
    """Refuse a directory too large to read before it is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise FileRejected("files.damaged", name=name)
    count, length = struct.unpack_from("<HI", tail, at + 10)
    if count > MAX_PARTS or length > MAX_DIRECTORY:
        raise FileRejected("files.bomb", name=name)


def _explodes(parts: list[zipfile.ZipInfo]) -> bool:
    """Reading stops at the declared size, so what is declared bounds what can come out."""
    xml = [p for p in parts if p.filename.lower().endswith((".xml", ".rels"))]
    return (len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED
            or sum(p.file_size for p in xml) > MAX_XML
            or any(p.file_size > _SUSPECT_SIZE and p.file_size > _SUSPECT_RATIO * max(1, p.compress_size) for p in xml))


def reject_old_office(path: Path) -> FileRejected:
    """Why a compound file is refused: encrypted, or of the time before .docx."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return FileRejected("files.encrypted", name=path.name)
    suffix = next((s for stream, s in _OLD if stream.encode("utf-16-le") in data), "")
    if not suffix:
        return FileRejected("files.document", name=path.name)
    return FileRejected("files.old_office", name=path.name, suffix=suffix)
