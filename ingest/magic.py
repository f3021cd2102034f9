"""The first bytes of the files that are taken in, and of those that people try."""

from __future__ import annotations

MEDIA_NAMES = frozenset(
    ".wav .mp3 .m4a .aac .flac .ogg .oga .opus .webm .mp4 .m4v .mkv .mov .3gp .3g2 .amr .wma .wmv .avi .aiff .aif .caf "
    ".mpg .mpeg .ts .mts .m2ts .flv .w64 .au .wv .ape".split())
"""Names whose content, where its bytes say nothing, is left to the decoder to judge."""
HEAD = 4096
_MEDIA = (
    (b"OggS", "ogg"), (b"fLaC", "flac"), (b"ID3", "mp3"), (b"\x1aE\xdf\xa3", "webm"), (b"#!AMR", "amr"),
    (b"caff", "caf"), (b".snd", "au"), (b"wvpk", "wv"), (b"MAC ", "ape"), (b"FLV\x01", "flv"),
    (b"riff\x2e\x91\xcf\x11", "w64"), (b"0&\xb2u\x8ef\xcf\x11", "asf"), (b"\x00\x00\x01\xba", "mpeg"),
    (b"\x00\x00\x01\xb3", "mpeg"),
)
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_OTHERS = (
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"BM", "image"), (b"II*\x00", "image"),
    (b"MM\x00*", "image"), (b"8BPS", "image"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"), (b"BZh", "archive"), (b"\xfd7zXZ", "archive"), (b"(\xb5/\xfd", "archive"),
    (b"{\\rtf", "document"), (b"MZ", "unknown"), (b"\x7fELF", "unknown"), (b"SQLite format 3", "unknown"),
)


def media_format(head: bytes) -> str:
    """The container of a recording by its first bytes, "" where they are none of one."""
    if head[4:8] in _MP4_BOXES and not (head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS):
        return "mp4"
    if head[:4] == b"RIFF":
        return {b"WAVE": "wav", b"AVI ": "avi"}.get(head[8:12], "")
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return "mpegts"
    named = next((name for magic, name in _MEDIA if head.startswith(magic)), "")
    return named or _mpeg_audio(head)


def _mpeg_audio(head: bytes) -> str:
    """MP3 and AAC begin with eleven set bits; UTF-16's mark does as well, and its second byte tells it apart."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[1] in (0xFE, 0xFF):
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    layer, bitrate, rate = head[1] & 0x06, head[2] >> 4, head[2] >> 2 & 3
    return "mp3" if layer and bitrate != 15 and rate != 3 else ""


def other_kind(head: bytes) -> str:
    """What cannot be read, by its first bytes: "image", "archive", "document", "unknown"; "" where they say nothing."""
    if (head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if head[257:262] == b"ustar":
        return "archive"
    return next((kind for magic, kind in _OTHERS if head.startswith(magic)), "")
