"""Recordings of any container and codec, decoded to what the recogniser reads and what a browser plays."""
