"""Mail as it really comes: undeclared and wrongly declared encodings, broken words, quoted replies."""
