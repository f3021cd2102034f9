"""Customer voices: split into points, routed to departments, learned from."""
