"""The customers' file of the sample, and what is true of it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from nlp.simulation.company import Company
from nlp.simulation.customers import (
    Clientele,
    Event,
    SimulatedCustomer,
    leave_chance,
    simulate_customers,
)
from nlp.simulation.economy import Economy
from nlp.simulation.population import Floats
from nlp.simulation.truth import render_truth

CUSTOMERS = "customers.csv"
VALUE_TRUTH = ".truth/truth.json"
VALUE_SHEET = "DATASHEET.md"

TRUE_WINDOW = 90
"""Days of the window for which the true effects on leaving are written down."""

_CONTROLS = ("channel", "lang", "segment", "week")
_HEADER = (
    "id_client", "ca_annuel", "marge_annuelle", "score_risque", "retenu_par_le_service",
    "date_resiliation", "date_achat", "montant_achat", "date_vente_additionnelle",
    "montant_vente_additionnelle",
)  # fmt: skip
_DIGITS = 4
_NO_EVENT: tuple[date | None, float | None] = (None, None)


def write_customers(company: Company, output: Path, economy: Economy, seed: int) -> list[Path]:
    """Simulate the company's customers and write their file, its truth and its datasheet.

    Args:
        company: The company and its contacts.
        output: Folder to write to, made if missing; files of the same name are replaced.
        economy: The model.
        seed: Of everything left to chance; the same arguments write the same bytes.

    Returns:
        The files written.
    """
    clientele = simulate_customers(company, economy, seed)
    truth = tell_value_truth(company, clientele)
    files = {
        CUSTOMERS: render_customers(clientele.customers),
        VALUE_TRUTH: render_truth(truth).encode(),
        VALUE_SHEET: _sheet(clientele, truth).encode(),
    }
    (output / VALUE_TRUTH).parent.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (output / name).write_bytes(content)
    return [output / name for name in files]


def render_customers(customers: Sequence[SimulatedCustomer]) -> bytes:
    """The customers as a French office exports them: a row each, more for several events.

    Semicolons, UTF-8 with a byte order mark, dates as dd/mm/yyyy, decimal commas; what is
    known once of a customer stands on the first of their rows.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADER)
    for customer in customers:
        pairs = zip_longest(customer.purchases, customer.sales, fillvalue=_NO_EVENT)
        for i, (purchase, sale) in enumerate(list(pairs) or [(_NO_EVENT, _NO_EVENT)]):
            facts = _facts(customer) if i == 0 else [""] * 5
            writer.writerow([customer.address, *facts, *_event(purchase), *_event(sale)])
    return text.getvalue().encode("utf-8-sig")


def _facts(customer: SimulatedCustomer) -> list[str]:
    said = {None: "", True: "oui", False: "non"}[customer.retained]
    amounts = [_amount(customer.revenue), _amount(customer.margin)]
    return [*amounts, str(customer.risk_score), said, _day(customer.left)]


def _event(event: Event | tuple[date | None, float | None]) -> list[str]:
    return [_day(event[0]), _amount(event[1])]


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def _amount(amount: float | None) -> str:
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")


def tell_value_truth(company: Company, clientele: Clientele) -> dict[str, Any]:
    """The model of the customers, and the true effect of each irritant on leaving.

    Args:
        company: The company.
        clientele: Its customers.

    Returns:
        A document of JSON values.
    """
    economy, line = clientele.economy, clientele.timeline
    effects = _true_effects(company, clientele)
    n = Counter(code for contact in line.contacts for code in contact.corpus.irritants)
    latent = company.population.scenario.irritant_effects
    return {
        "seed": clientele.seed,
        "n_customers": len(clientele.customers),
        "n_silent": economy.n_silent,
        "first_day": clientele.first_day.isoformat(),
        "last_day": clientele.last_day.isoformat(),
        "window_days": TRUE_WINDOW,
        "controls": list(_CONTROLS),
        "definitions": _DEFINITIONS,
        "model": {name: _plain(getattr(economy, name)) for name in economy.__slots__},
        "irritants": [
            {
                "irritant": code,
                "excess": _rounded(leave_chance(economy, -points)),
                "effect": _rounded(effects[i]),
                "n": n[code],
            }
            for i, (code, points) in enumerate(latent.items())
        ],
    }


def _plain(value: float | Mapping[str, float]) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _rounded(value: float) -> float | None:
    """A JSON number, ``None`` where nothing is identified; never ``-0.0``."""
    return None if np.isnan(value) else round(float(value), _DIGITS) + 0.0


_DEFINITIONS = {
    "excess": "chance that a contact drives its customer away because of the irritant",
    "effect": "what an estimated effect on leaving within the window is compared with: its "
    "coefficient in the linear projection of the true chance of leaving on all irritants and "
    "the controls, over the contacts whose window is over, weighted by the chance that the "
    "customer is still there",
    "n": "contacts of the sample that mention it",
}


def _true_effects(company: Company, clientele: Clientele) -> Floats:
    """Effects on leaving within the window, in the order of the scenario; (irritants,)."""
    line, survival = clientele.timeline, clientele.survival
    over = np.flatnonzero(line.days + TRUE_WINDOW < line.n_days)
    rows, days = line.rows[over], line.days[over]
    there = np.where(days > 0, survival[rows, np.maximum(days - 1, 0)], 1.0)
    leaves = 1 - survival[rows, days + TRUE_WINDOW] / there
    codes = list(company.population.scenario.irritant_effects)
    chosen = [line.contacts[i] for i in over]
    flags = np.array([[code in c.corpus.irritants for code in codes] for c in chosen], np.float64)
    columns = [flags, np.ones((len(chosen), 1))]
    for name in _CONTROLS:
        values = np.array([_control(contact, name) for contact in chosen])
        columns.append(np.column_stack([values == value for value in np.unique(values)]))
    matrix = np.column_stack(columns).astype(np.float64)
    cross = (matrix * there[:, None]).T @ matrix
    effects = np.linalg.pinv(cross, rcond=1e-10, hermitian=True) @ (matrix.T @ (there * leaves))
    return np.where(flags.any(axis=0), effects[: len(codes)], np.nan)


def _control(contact: Any, name: str) -> str:
    if name in ("channel", "lang"):
        return str(getattr(contact.corpus, name))
    return str(getattr(contact, name))


def _sheet(clientele: Clientele, truth: dict[str, Any]) -> str:
    customers, economy = clientele.customers, clientele.economy
    n_left = sum(customer.left is not None for customer in customers)
    n_claimed = sum(customer.retained is True for customer in customers)
    n_purchases = sum(len(customer.purchases) for customer in customers)
    n_sales = sum(len(customer.sales) for customer in customers)
    rows = "\n".join(
        f"| `{row['irritant']}` | {row['excess']:.3f} | "
        f"{'–' if row['effect'] is None else format(row['effect'], '+.3f')} | {row['n']} |"
        for row in truth["irritants"]
    )
    return f"""# The customers of the sample

{len(customers):,} customers of the company in `data/sample`, of whom {economy.n_silent:,} never
made contact. **Nothing here happened**: addresses, amounts and dates are simulated, so that
`motif value` can be shown and its figures compared with what is true. Written together with the
sample, byte for byte the same, by

    make sample

- `customers.csv`: semicolons, UTF-8 with byte order mark, French headers, dd/mm/yyyy, decimal
  commas. A row per customer, or one per purchase or additional sale; what is known once of a
  customer stands on the first row. Complete up to {clientele.last_day.isoformat()}.
- `costs.toml`: costs that go with it, written by hand.
- `.truth/truth.json`: the model and the true effects.

{n_left:,} customers left; {n_purchases:,} purchases, {n_sales:,} additional sales; the service
says that it retained {n_claimed:,} customers. Revenue and margin are unknown for
{sum(customer.revenue is None for customer in customers):,}.

## The model

Each customer has a base rate of leaving of {economy.leave_rate:g} a day, times a risk of their own
(log-normal, sd of the logarithm {economy.risk_log_sd:g}); the company's score is the rank of that
risk, seen through noise. For {economy.held_days} days after a contact the base rate is multiplied
by {economy.held_factor:g}: the service holds customers back. Each contact drives its customer away
with the chance `excess` of each of its irritants ({economy.excess_per_point:g} for each point of
satisfaction that the irritant costs), and {economy.intent_excess:g} where the customer says they
leave; who is driven away leaves {economy.delay_days:g} days later in the mean. Purchases come at a
rate per segment that drops for {economy.drop_days} days after a contact with irritants; additional
sales follow some chats, calls and e-mails.

`effect`, within {TRUE_WINDOW} days, is {_DEFINITIONS["effect"]}.

| irritant | excess | effect | n |
| --- | --- | --- | --- |
{rows}

## Limits

- All contacts hold customers back alike; in a real company those who make contact differ from
  those who do not, and the comparison group does not remove that.
- Some contacts come from customers who had already left: figures after a contact leave them out.
"""
