"""Files in, utterances out."""
