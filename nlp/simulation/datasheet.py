"""``python -m nlp.simulation.datasheet``: the datasheet of the corpus, from its rows."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import quantiles

from nlp.errors import MotifError
from nlp.evaluation import Score
from nlp.simulation.agreement import SECOND_READING, measure_agreement
from nlp.simulation.corpus import CORPUS_CHANNELS, CorpusContact, read_corpus
from nlp.simulation.overlap import LONG_RUN, SHORT_RUN, measure_overlap
from nlp.taxonomy import LabelSet, Taxonomy, load_taxonomy
from nlp.types import LANGS, SENTIMENTS

SHEET = "DATASHEET.md"

_MEASURES = {
    "reason_top1": "same primary reason",
    "reason_in_set": "primary reason among the reasons given first",
    "reason_family": "same family of the primary reason",
    "sentiment_macro_f1": "sentiment, macro F1",
    "irritant": "irritants, micro F1",
    "irritant_family": "irritant families, micro F1",
    "signal": "signals, micro F1",
}


def render_datasheet(
    contacts: Sequence[CorpusContact],
    taxonomy: Taxonomy,
    agreement: Mapping[str, Score] | None = None,
) -> str:
    """Say what the corpus is, who wrote it, what it holds, and what it is not.

    Args:
        contacts: The corpus.
        taxonomy: Its labels, in the order in which they are listed.
        agreement: What :func:`nlp.simulation.agreement.measure_agreement` returns.

    Returns:
        Markdown; the same contacts give the same text.
    """
    sections = [
        _head(contacts),
        _WRITING,
        _composition(contacts),
        _lengths(contacts),
        _resemblance(contacts),
        _labels(contacts, taxonomy),
        _agreement(agreement),
        _LIMITS,
    ]
    return "\n\n".join(section.strip() for section in sections) + "\n"


def _head(contacts: Sequence[CorpusContact]) -> str:
    langs = Counter(contact.lang for contact in contacts)
    n_threads = sum(contact.thread is not None for contact in contacts)
    n_calls = sum(bool(contact.turns) for contact in contacts)
    return f"""
# The corpus

{len(contacts):,} customer contacts in French ({langs["fr"]:,}) and English ({langs["en"]:,}),
each labelled with its reasons, sentiment, irritants with the words that show them, praises and
signals. {n_calls} are calls with both sides, {n_threads} e-mails with their whole thread. One
JSON object a line; `nlp.simulation.read_corpus` reads the files and holds every row to the
rules below. This page is rendered from the rows by
`python -m nlp.simulation.datasheet --corpus data/corpus`."""


_WRITING = """
## Who wrote it, and how

The contacts were composed one by one for this project, from imagination, by its authors, AI
assistants among them; none is a real customer's, none is taken from or modelled on another
collection. No template, no slot filled from a list, no program that writes or labels. Each is
another person with another story, temper and length, with the mess of real life: typos, missing
accents, capitals, SMS spelling, transcripts without punctuation, several problems at once,
irony, thanks in the middle of a complaint, praise that names the usual pain.

Names, numbers, addresses and brands are invented.

Labels were given by reading, by rules that rest on the taxonomies in `data/taxonomy/`:

- **reasons**: what the contact is about, whatever the feeling; the primary one first, three
  at most. The object wins over chasing, complaining and not getting through.
- **irritants**: problems the customer met, as said in the words; nothing inferred. Plain
  questions and praise carry none. Each has its evidence, the exact words.
- **praises**: irritant families whose opposite is said.
- **sentiment**: the author's overall feeling; `mixed` only when both are clearly there.
- **signals**: leaving, contacting again, still unsolved, threatening to escalate, praising an
  identifiable person of the staff.

Held by a check on every row: codes exist; the keys of evidence are the irritants and its words
stand in the text; identifiers are unique; no two texts begin with the same four words; a call's
customer turns are its text; a thread holds every line of its text."""


def _composition(contacts: Sequence[CorpusContact]) -> str:
    sectors = Counter(contact.sector for contact in contacts)
    by_size = sorted(sectors, key=lambda sector: (-sectors[sector], sector))
    return "\n\n".join(
        [
            "## What it holds",
            _by_lang(contacts, "channel", CORPUS_CHANNELS, lambda c: (c.channel,)),
            _by_lang(contacts, "sentiment", SENTIMENTS, lambda c: (c.sentiment,)),
            _by_lang(contacts, "sector", by_size, lambda c: (c.sector,)),
        ]
    )


def _lengths(contacts: Sequence[CorpusContact]) -> str:
    rows = []
    for lang in LANGS:
        lengths = sorted(len(c.text.split()) for c in contacts if c.lang == lang)
        if len(lengths) > 1:
            cuts = quantiles(lengths, n=20, method="inclusive")
            picked = (lengths[0], *(cuts[i] for i in (1, 4, 9, 14, 17)), lengths[-1])
            rows.append([lang, *(f"{value:.0f}" for value in picked)])
    header = ("language", "shortest", "10 %", "25 %", "median", "75 %", "90 %", "longest")
    return f"## Length\n\nWords of `text`.\n\n{_table(header, rows)}"


def _resemblance(contacts: Sequence[CorpusContact]) -> str:
    overlap = measure_overlap([contact.text for contact in contacts])
    pair = ""
    if overlap.nearest_pair:
        first, second = (contacts[index].id for index in overlap.nearest_pair)
        pair = f" (`{first}` and `{second}`)"
    return f"""
## Resemblance

Of {overlap.n_long_runs:,} different runs of {LONG_RUN} words, {overlap.shared_long_share:.3%}
stand in two contacts or more. The text that resembles a contact most has, in runs of
{SHORT_RUN} words, a Jaccard index of {overlap.nearest_median:.3f} in the middle and
{overlap.nearest_max:.3f} at most{pair}."""


def _labels(contacts: Sequence[CorpusContact], taxonomy: Taxonomy) -> str:
    n_irritants = Counter(len(contact.irritants) for contact in contacts)
    spread = ", ".join(f"{k}: {n_irritants[k]}" for k in sorted(n_irritants))
    primary = Counter(contact.reason for contact in contacts)
    families = tuple(taxonomy.irritants.families)
    return "\n\n".join(
        [
            "## Labels",
            "Contacts that carry each code; a reason counts wherever it stands, and apart where "
            f"it is the primary one. Contacts by number of irritants: {spread}.",
            _code_table(contacts, "reason", taxonomy.reasons, lambda c: c.reasons, primary),
            _code_table(contacts, "irritant", taxonomy.irritants, lambda c: c.irritants),
            _by_lang(contacts, "praise", families, lambda c: c.praises),
            _by_lang(contacts, "signal", taxonomy.signals.codes, lambda c: c.signals),
        ]
    )


def _agreement(agreement: Mapping[str, Score] | None) -> str:
    if agreement is None:
        return """
## Agreement

Not measured yet: nothing was read a second time."""
    rows = [
        (name, f"{score.value:.3f} [{score.low:.3f}, {score.high:.3f}]")
        for name, score in ((name, agreement[key]) for key, name in _MEASURES.items())
    ]
    n = next(iter(agreement.values())).n
    return f"""
## Agreement

{n} contacts were labelled a second time, without sight of the first labels and
by the same rules (`{SECOND_READING}`). Intervals: 95 %, bootstrap over contacts.

{_table(("measure", "agreement"), rows)}"""


_LIMITS = """
## Limits

- Invented customers: how often a reason, an irritant or a feeling comes up is what the authors
  chose, not what any company hears. Never read a rate off this corpus.
- Few authors: their habits of wording and of labelling run through it; a model that does well
  on a part kept aside may do less well on the words of real customers.
- French of France and English of Britain, Ireland and North America mostly; other varieties,
  and texts that mix the two languages, are rare.
- Calls are what a transcript without punctuation looks like, not the output of a recogniser:
  its mishearings are imitated here and there.
- Rare codes rest on some tens of texts: the tables above say which."""


def _by_lang(
    contacts: Sequence[CorpusContact],
    name: str,
    values: Iterable[str],
    of_contact: Callable[[CorpusContact], Iterable[str]],
) -> str:
    """A table of values by language, with their sum."""
    counts = Counter((value, c.lang) for c in contacts for value in of_contact(c))
    rows = []
    for value in values:
        by_lang = [counts[value, lang] for lang in LANGS]
        rows.append([value, *(str(n) for n in by_lang), str(sum(by_lang))])
    return _table((name, *LANGS, "all"), rows)


def _code_table(
    contacts: Sequence[CorpusContact],
    name: str,
    labels: LabelSet,
    of_contact: Callable[[CorpusContact], Iterable[str]],
    primary: Mapping[str, int] | None = None,
) -> str:
    counts = Counter((code, c.lang) for c in contacts for code in of_contact(c))
    rows = []
    for code in labels.codes:
        by_lang = [counts[code, lang] for lang in LANGS]
        row = [f"`{code}`", *(str(n) for n in by_lang), str(sum(by_lang))]
        rows.append(row if primary is None else [*row, str(primary.get(code, 0))])
    header = (name, *LANGS, "all") if primary is None else (name, *LANGS, "all", "primary")
    return _table(header, rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Render the datasheet of the corpus into its folder.

    Args:
        arguments: Of the command line; by default those given to the process.

    Returns:
        Exit status: 0 done, 1 the corpus is at fault. Wrong usage leaves with 2.
    """
    parser = argparse.ArgumentParser(prog="python -m nlp.simulation.datasheet", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the corpus")
    parser.add_argument(
        "--taxonomy", type=Path, help="folder of the taxonomies (default: beside the corpus)"
    )
    given = parser.parse_args(arguments)
    corpus: Path = given.corpus
    try:
        labels = load_taxonomy(given.taxonomy or corpus.resolve().parent / "taxonomy")
        contacts = read_corpus(corpus, labels)
        sheet = render_datasheet(contacts, labels, measure_agreement(contacts, corpus))
    except MotifError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    (corpus / SHEET).write_text(sheet, encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {corpus / SHEET}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
