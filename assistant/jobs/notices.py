"""What went wrong, in words that can still be read in either language later."""

from __future__ import annotations

from assistant.errors import RenkeiError, StepFailed
from assistant.model import Notice


def notice_of(error: Exception, step: str) -> Notice:
    """The notice of an error in a step. Errors that are not ours say what they are, for whoever reports them."""
    if not isinstance(error, RenkeiError):
        error = StepFailed("jobs.unexpected", why=f"{type(error).__name__}: {error}"[:300])
    values = {name: value if isinstance(value, int | float | str) else str(value)
              for name, value in error.values.items()}
    return Notice(error.key, error.say("ja"), error.say("en"), str(step), values)
