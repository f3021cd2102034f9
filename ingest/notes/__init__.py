"""Written minutes and notes: each format is read into blocks, and blocks become utterances."""
