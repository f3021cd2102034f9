"""The catalogue of sentences."""

import re

from assistant.messages import LANGUAGES, catalogue


def test_every_sentence_exists_in_both_languages() -> None:
    missing = {key: words for key, words in catalogue().items() if set(words) != set(LANGUAGES)}
    assert missing == {}


def test_both_languages_of_a_sentence_are_filled_with_the_same_fields() -> None:
    def fields(sentence: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", sentence))

    differing = {key for key, words in catalogue().items() if fields(words["ja"]) != fields(words["en"])}
    assert differing == set()
