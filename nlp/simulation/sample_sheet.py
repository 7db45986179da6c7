"""The datasheet of the sample, rendered from what was simulated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from nlp.simulation.company import Company
from nlp.simulation.exports import Export


def render_sample_sheet(company: Company, exports: Sequence[Export], truth: dict[str, Any]) -> str:
    """Say what the sample is, what it holds, and what it must not be taken for.

    Args:
        company: The simulated company.
        exports: Its files.
        truth: The document of :func:`nlp.simulation.truth.tell_truth`.

    Returns:
        Markdown.
    """
    sections = [
        _head(company, truth),
        _files(exports),
        _repeats(company),
        _columns(company),
        _model(company, truth),
        _events(truth),
        _defects(truth),
        _LIMITS,
    ]
    return "\n\n".join(section.strip() for section in sections) + "\n"


def _head(company: Company, truth: dict[str, Any]) -> str:
    weeks = truth["weeks"]
    customers = {contact.customer for contact in company.contacts}
    return f"""
# The sample

{len(company.contacts):,} contacts of {len(customers):,} customers with an invented group of
brands, from ISO week {weeks[0]} to {weeks[-1]}. **Nothing here happened.** A seeded simulator
took hand-written contacts from `data/corpus/` (see its datasheet), repeated them, gave each
copy a customer, a moment and sometimes an answer from 0 to 10, and wrote them down as a
company exports its own. Every effect on the answer is known, so that what Motif estimates
can be compared with what is true.

Made again, byte for byte, by

    python -m nlp.simulation --corpus data/corpus --newcomers data/newcomer \\
        --output data/sample --seed {company.seed}

The four exports are made to be analysed, one by one or as a folder. What is true of them lies
beside in the hidden folder `.truth`, which no reader enters: `truth.json` with the model, the
true effects, the planted events and defects; `labels.jsonl` with the gold labels of every
contact and the contact of the corpus that it copies, keyed by file and row."""


def _files(exports: Sequence[Export]) -> str:
    forms = {
        "surveys.csv": "semicolons, UTF-8 with byte order mark, French headers, dd/mm/yyyy",
        "chats.jsonl": "one chat a line, English keys, the customer's words",
        "calls.jsonl": "one call a line, turns with speaker, text and start in seconds",
        "emails.mbox": "messages with headers; text, HTML or both; threads with quotes",
    }
    rows = [
        (
            f"`{export.name}`",
            _channels(export),
            str(len(export.rows)),
            str(len(export.defects)),
            forms[export.name],
        )
        for export in exports
    ]
    return "## Files\n\n" + _table(("file", "channels", "contacts", "broken rows", "form"), rows)


def _channels(export: Export) -> str:
    counts = Counter(row.contact.corpus.channel for row in export.rows)
    return ", ".join(f"{channel} {n}" for channel, n in counts.most_common())


def _repeats(company: Company) -> str:
    uses = Counter(contact.corpus.id for contact in company.contacts)
    written_out = [c for c in company.contacts if c.corpus.turns or c.corpus.thread]
    calls = [contact for contact in company.contacts if contact.corpus.channel == "call"]
    emails = [contact for contact in company.contacts if contact.corpus.channel == "email"]
    n_calls = sum(contact.corpus.channel == "call" for contact in written_out)
    return f"""
## Texts repeat

The {len(company.contacts):,} contacts hold {len(uses):,} different texts: a text comes up
{median(uses.values()):g} times in the middle, {max(uses.values())} at most, never twice from
the same customer. So the sample shows how the product works and whether its statistics are
right; it must never be split at random to train or score a classifier, since the same text
would stand on both sides.

{n_calls} of the {len(calls)} calls have both sides; of the others only the customer's side
was transcribed. {len(written_out) - n_calls} of the {len(emails)} e-mails are whole threads
with quotes and signatures; the others are the customer's text alone."""


def _columns(company: Company) -> str:
    contacts = company.contacts
    crm = company.population.scenario.crm
    tables = [
        ("language", (contact.corpus.lang for contact in contacts)),
        ("product", (contact.product for contact in contacts)),
        ("brand", (contact.brand for contact in contacts)),
        ("segment", (contact.segment for contact in contacts)),
        ("sentiment (gold)", (contact.corpus.sentiment for contact in contacts)),
    ]
    lines = [f"- {name}: {_counts(values)}." for name, values in tables]
    lines += [
        f"- sectors of {business.product}: {_counts(sectors)}."
        for business in company.population.scenario.businesses
        if (sectors := [c.corpus.sector for c in contacts if c.product == business.product])
    ]
    return "\n".join(
        [
            "## Columns",
            "",
            "The product follows the sector of the text, the brand its sector and language;",
            "texts name brands of their own, invented too. Customers are e-mail addresses on",
            "domains that cannot exist; a customer keeps address, language, product and segment",
            "across the four files. Chats and calls have an agent, a team, durations and the",
            f"reason that the agent coded: {crm.other_code} in {crm.other_share:.0%} of them, a",
            f"wrong one in {crm.wrong_share:.0%}.",
            "",
            *lines,
        ]
    )


def _model(company: Company, truth: dict[str, Any]) -> str:
    model = truth["model"]
    asked = [c for c in company.contacts if c.corpus.channel in model["channel_effects"]]
    answers = Counter(contact.score for contact in asked if contact.score is not None)
    n = sum(answers.values())
    nps = 100 * (sum(answers[s] for s in (9, 10)) - sum(answers[s] for s in range(7))) / n
    mean = sum(score * count for score, count in answers.items()) / n
    rows = [
        (f"`{row['irritant']}`", *(_number(row[key]) for key in _EFFECT_COLUMNS))
        for row in truth["irritants"]
    ]
    return f"""
## The model of satisfaction

latent satisfaction = {model["base"]} + the customer's own level (sd {model["customer_sd"]}) +
channel + segment + the effect of each irritant and of each praised family in the text + noise
(sd {model["noise_sd"]}); the answer is it, rounded and clipped to 0-10. Channel:
{_effects(model["channel_effects"])}. Segment: {_effects(model["segment_effects"])}. Praises:
{_effects(model["praise_effects"])}. A negative text that names no irritant:
{model["unnamed_discontent"]:+g}, the planted theme apart. No irritant weighs more in the
presence of another, and the week has no effect.

Customers of surveys and reviews are asked; one who would answer s does so with probability
{model["answer_base"]} + {model["answer_slope"]} × s. In the sample {n:,} of {len(asked):,}
answered ({100 * n / len(asked):.0f} %); mean {mean:.2f}, NPS {nps:+.0f}.

`latent` is the coefficient above. `projection` is what an estimate is compared with: the
coefficient of the population linear projection of the answer on all irritants and on
{", ".join(truth["controls"])}, among those who answer. It is exact (every text, segment and
answer enumerated) and differs from `latent` because the answer is cut off at 0 and 10,
because praises and unnamed discontent are not among the regressors, and because not everyone
answers.
`simulated` is the same regression on {truth["n_check_answers"]:,} simulated answers, as a
check, with its standard error. `n` counts contacts of the sample.

{_table(("irritant", *_EFFECT_COLUMNS), rows)}"""


_EFFECT_COLUMNS = (
    "latent", "projection", "simulated", "simulated_se", "prevalence", "n", "n_scored",
)  # fmt: skip


def _events(truth: dict[str, Any]) -> str:
    lines = [
        f"- **{event['event'].replace('_', ' ')}**: {_worded(event)}" for event in truth["events"]
    ]
    return "\n".join(["## Planted events", "", *lines])


def _worded(event: dict[str, Any]) -> str:
    first, settled = event.get("first_week"), event.get("settled_week")
    weeks = f"from {first} on" if settled in (None, first) else f"between {first} and {settled}"
    if event["event"] == "passenger":
        return (
            f"`{event['irritant']}` has no effect of its own; {event['share_with_host']:.0%} of "
            f"its mentions come with `{event['host']}`."
        )
    if event["event"] == "newcomer":
        return (
            f"`{event['theme']}`, an irritant that the taxonomy lacks, in {event['share']:.0%} of "
            f"contacts {weeks}, none before ({event['n']} contacts; {event['effect']:+g} points). "
            "Its texts stand in `data/newcomer/`, which no model learns from."
        )
    if event["event"] == "channel_shift":
        return (
            f"{100 * event['points']:.0f} points of all contacts move from {event['loses']} to "
            f"{event['gains']}, {weeks}."
        )
    return (
        f"`{event['irritant']}` from {event['share_before']:.1%} of contacts to "
        f"{event['share_after']:.1%}, {weeks} (in the sample {event['observed_before']:.1%} "
        f"before, {event['observed_after']:.1%} since)."
    )


def _defects(truth: dict[str, Any]) -> str:
    reasons = _counts(defect["reason"] for defect in truth["defects"])
    return f"""
## Broken rows

`surveys.csv` holds {len(truth["defects"])} rows that are no contacts of the company and must
end in the ledger of rejects: {reasons}. They are copies of other rows with one thing broken;
the four lines in Spanish and German were written for the purpose."""


_LIMITS = """
## Limits

- The labels are those of the corpus; they were given to the words, before any answer was
  simulated. Satisfaction follows irritants and praises by construction: that it does so in a
  real company is for its own data to say.
- Dates, amounts and names inside the texts do not agree with the columns: a letter that
  speaks of February may arrive in August.
- Repeat customers are drawn at random: a customer's contacts tell no continued story, so
  repeat-contact and first-contact figures of the sample mean nothing.
- The simulated weeks have no public holiday; the season is a bump per product and a quieter
  August.
- Agents code some chats and calls as "other" or with another reason at random; real agents
  err with more method."""


def _counts(values: Iterable[str]) -> str:
    return ", ".join(f"{value} {n}" for value, n in Counter(values).most_common())


def _effects(effects: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:+g}" for name, value in effects.items())


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:g}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
