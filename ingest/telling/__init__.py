"""What a file tells about its meeting: by its name, and by its own opening lines."""
