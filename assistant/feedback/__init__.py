"""Customer feedback: splitting messages into points, routing them, learning from corrections."""
