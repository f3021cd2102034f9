"""Finding passages again: words, meaning, and both together. Everything here can be rebuilt from the records."""
