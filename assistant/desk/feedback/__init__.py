"""Customer feedback at the desk: messages in, points sorted, reviewed, followed through and shown."""
