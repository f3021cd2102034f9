"""Figures for users, by one command: ``make bench``. Nothing here is a test; times are reported, never asserted."""
