"""Train what reads customer feedback: ``python -m training.train_feedback``.

Learns to cut messages into points, to match points with department cards, how far its claims can be trusted, and mood
and urgency; writes ``assistant/feedback/weights/reading.npz``. Everything is judged on companies left out (``--judge``
prints the figures alone and writes nothing).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.feedback.meaning import Meaning
from training.cached import CachedEmbedder
from training.customer_voices import VoicedCompany, read_companies
from training.feedback_cases import Case, case_of, invented
from training.feedback_matcher import fit_functions, fit_matcher, weigh_views, weighed
from training.feedback_moods import fit_moods
from training.feedback_splitter import fit_splitter
from training.feedback_trust import fit_trust, told, trials
from training.voices_by_function import Function, read_functions
from vectorstore.embedders import PackagedEmbedder
from vectorstore.sentences import SentenceEncoder

WEIGHTS = Path(__file__).parents[1] / "assistant" / "feedback" / "weights" / "reading.npz"
_FOLDS = 4
_INVENTED = 300
_SEED = 11


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", action="store_true", help="print the figures, write nothing")
    judge_only = parser.parse_args().judge
    companies, functions = read_companies(), read_functions()
    subjects = CachedEmbedder(PackagedEmbedder())
    meaning = centred(companies, subjects, SentenceEncoder())
    arrays: dict[str, Any] = {f"centre.{name}": row for name, row in meaning.centres.items()}
    arrays |= {f"splitter.{k}": v for k, v in fit_splitter(companies).items()}
    arrays |= {f"moods.{k}": v for k, v in fit_moods(companies, functions, meaning).items()}
    arrays |= fit_routing(companies, functions, meaning)
    subjects.save()
    if not judge_only:
        WEIGHTS.parent.mkdir(exist_ok=True)
        np.savez_compressed(WEIGHTS, **{name: _small(array) for name, array in arrays.items()})


def centred(companies: Sequence[VoicedCompany], subjects: CachedEmbedder, sentences: SentenceEncoder) -> Meaning:
    """The encoders with the means of the companies' points and card lines."""
    points = [m.text[p.start: p.end] for c in companies for m in c.messages for p in m.points]
    lines = [line for c in companies for d in c.departments
             for line in (d.name, *d.aliases, d.mission, *d.responsibilities, *d.goals) if line]
    return Meaning(subjects, sentences, {
        "point.subject": subjects.embed(points, "query").mean(axis=0),
        "point.sentence": sentences.embed(points).mean(axis=0),
        "line.subject": subjects.embed(lines, "passage").mean(axis=0),
        "line.sentence": sentences.embed(lines).mean(axis=0),
    })


def fit_routing(companies: Sequence[VoicedCompany], functions: Sequence[Function], meaning: Meaning) -> dict[str, Any]:
    """The matcher and its trust. Folds of companies judge and weigh; the matcher that is kept has seen all."""
    cases = [case_of(company, meaning) for company in companies]
    made = invented(functions, meaning, _INVENTED, _SEED)
    by_function = fit_functions(functions, meaning)
    unseen = []
    for fold in range(_FOLDS):
        left_out = _fold(cases, fold)
        seen = [c for n, c in enumerate(cases) if n not in left_out]
        unseen.append((fit_matcher(seen, made, by_function, fold), [cases[n] for n in left_out]))
    weights = weigh_views(unseen)
    print("views weigh", weights)
    judged = list(trials([(weighed(m, weights), c) for m, c in unseen]))
    trust, held_out = fit_trust(judged)
    print("\n".join(["| language | corrected | right | auto | auto right | nobody kept | calibration error |",
                     "| --- | --- | --- | --- | --- | --- | --- |", *told(judged, held_out, trust.auto_from)]))
    matcher = weighed(fit_matcher(cases, made, by_function), weights)
    return {
        "matcher.matrix": matcher.matrix, "matcher.kinds": matcher.kinds, "matcher.nobody": matcher.nobody,
        "matcher.nobody_start": np.array(matcher.nobody_start), "matcher.point_functions": matcher.point_functions,
        "matcher.line_functions": matcher.line_functions, "matcher.weigh": matcher.weigh,
        "matcher.weigh_nobody": np.array(matcher.weigh_nobody),
        "trust.centre": trust.centre, "trust.scale": trust.scale, "trust.weight": trust.weight,
        "trust.start": np.array(trust.start), "trust.auto_from": np.array(trust.auto_from),
    }


def _fold(cases: Sequence[Case], fold: int) -> set[int]:
    """Every fourth company of each language."""
    return {n for lang in ("ja", "en") for n in [i for i, c in enumerate(cases) if c.lang == lang][fold::_FOLDS]}


def _small(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Large tables in half precision."""
    return array.astype(np.float16) if array.size > 1000 else np.asarray(array)


if __name__ == "__main__":
    main()
