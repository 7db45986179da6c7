"""Write the sample: four exports as a company would hand them over, and the truth beside."""

from __future__ import annotations

from pathlib import Path

from nlp.simulation.company import simulate_company
from nlp.simulation.corpus import CorpusContact, read_corpus
from nlp.simulation.customer_files import write_customers
from nlp.simulation.economy import DEMO_ECONOMY, Economy
from nlp.simulation.interactions import CALLS, CHATS, export_calls, export_chats
from nlp.simulation.mailbox import NAME as EMAILS
from nlp.simulation.mailbox import export_mailbox
from nlp.simulation.projection import CHECK_ROWS
from nlp.simulation.sample_sheet import render_sample_sheet
from nlp.simulation.scenario import Scenario
from nlp.simulation.surveys import NAME as SURVEYS
from nlp.simulation.surveys import export_surveys
from nlp.simulation.truth import render_labels, render_truth, tell_truth
from nlp.taxonomy import Taxonomy

EXPORTS = (SURVEYS, CHATS, CALLS, EMAILS)
"""The files to analyse, alone in the sample's folder with its datasheet."""

TRUTH = ".truth/truth.json"
LABELS = ".truth/labels.jsonl"
"""What is true of them, in a hidden folder: to analyse the sample must not read its answers."""
SHEET = "DATASHEET.md"


def read_contacts(
    corpus: Path, taxonomy: Taxonomy, newcomers: Path | None = None
) -> list[CorpusContact]:
    """Read the contacts that the company's are copies of.

    Args:
        corpus: Folder of the hand-written contacts.
        taxonomy: Their labels.
        newcomers: Folder of the contacts whose theme the taxonomy lacks; no model learns
            from them.

    Returns:
        The contacts, those of the corpus first.

    Raises:
        InputError: A folder is missing or breaks its rules.
    """
    written = read_corpus(corpus, taxonomy)
    if newcomers is not None:
        written += read_corpus(newcomers, taxonomy)
    # "???" is a contact to learn from, and no row that a reader keeps.
    return [contact for contact in written if any(map(str.isalnum, contact.text))]


def write_sample(
    corpus: Path,
    output: Path,
    *,
    taxonomy: Taxonomy,
    scenario: Scenario,
    seed: int,
    newcomers: Path | None = None,
    check_rows: int = CHECK_ROWS,
    value: Path | None = None,
    economy: Economy = DEMO_ECONOMY,
) -> list[Path]:
    """Simulate the company and write its exports, the truth and the datasheet.

    Args:
        corpus: Folder of the hand-written contacts.
        output: Folder to write to, made if missing; files of the same name are replaced.
        taxonomy: Labels of the corpus.
        scenario: The company.
        seed: Of everything left to chance; the same arguments write the same bytes.
        newcomers: Folder of the contacts whose theme the taxonomy lacks, if the scenario
            plants one.
        check_rows: Answers simulated at least to check the true effects.
        value: Folder for the file of the company's customers; not written by default.
        economy: How these buy, stay and leave.

    Returns:
        The files written.

    Raises:
        InputError: The corpus is missing, breaks its rules or cannot carry the scenario.
    """
    contacts = read_contacts(corpus, taxonomy, newcomers)
    company = simulate_company(contacts, scenario, seed)
    exports = [
        export_surveys(company.contacts, seed),
        export_chats(company.contacts),
        export_calls(company.contacts),
        export_mailbox(company.contacts, seed),
    ]
    truth = tell_truth(company, exports, check_rows)
    files = {export.name: export.content for export in exports}
    files[TRUTH] = render_truth(truth).encode()
    files[LABELS] = render_labels(exports).encode()
    files[SHEET] = render_sample_sheet(company, exports, truth).encode()
    (output / TRUTH).parent.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (output / name).write_bytes(content)
    paths = [output / name for name in files]
    return paths if value is None else paths + write_customers(company, value, economy, seed)
