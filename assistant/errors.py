"""One tree of errors; every leaf tells a person what happened and what to do next.

::

    RenkeiError
    ├── UserError             the request cannot be carried out as given
    │   ├── NotFound          no such meeting, series, line, job …
    │   ├── Ambiguous         a title or file name fits several
    │   ├── InvalidInput      a value is not what it should be
    │   └── Conflict          somebody else changed it meanwhile
    ├── FileRejected          a file cannot be taken in (empty, encrypted, no sound, not what its name says …)
    ├── StepFailed            one step of taking a file in failed; what earlier steps gave still stands
    ├── Cancelled             somebody stopped the work
    ├── ModelUnavailable      a model, endpoint or package is missing, refused or did not answer in time
    ├── RecordsUnavailable    the database cannot be reached just now; nothing is lost, try again
    ├── IndexBroken           the search index cannot be read; it is rebuilt from the records
    └── Busy                  another process owns the data folder and cannot be reached

Each carries a message key and parameters; the words in Japanese and English stand in ``assistant/messages``.
"""

from __future__ import annotations

from typing import Any

from assistant.messages import text


class RenkeiError(Exception):
    """``key`` names the sentence in the catalogue, ``values`` fill it. ``str(error)`` is the English sentence."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def say(self, lang: str) -> str:
        """The sentence for the user, in ``lang`` ("ja" or "en")."""
        return text(self.key, lang, **self.values)

    def __str__(self) -> str:
        return self.say("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.key, self.values)


def _rebuild(cls: type[RenkeiError], key: str, values: dict[str, Any]) -> RenkeiError:
    return cls(key, **values)


class UserError(RenkeiError):
    """The request cannot be carried out as given."""


class NotFound(UserError):
    """No such thing."""


class Ambiguous(UserError):
    """A name fits several things."""


class InvalidInput(UserError):
    """A value is not what it should be."""


class Conflict(UserError):
    """Somebody else changed it meanwhile."""


class FileRejected(RenkeiError):
    """A file cannot be taken in."""


class StepFailed(RenkeiError):
    """One step failed; what earlier steps gave still stands."""


class Cancelled(RenkeiError):
    """Somebody stopped the work."""


class ModelUnavailable(RenkeiError):
    """A model, endpoint or package is missing, refused or did not answer in time."""


class RecordsUnavailable(RenkeiError):
    """The database cannot be reached just now."""


class IndexBroken(RenkeiError):
    """The search index cannot be read."""


class Busy(RenkeiError):
    """Another process owns the data folder."""
