"""Transcripts of other programs: Zoom, Teams, Meet, Webex and whoever writes subtitles or lines with names."""
