"""Motif's own labelled contacts, and the company that is simulated out of them.

The corpus (``data/corpus/``) is written and labelled by hand. The sample
(``data/sample/``) spreads it over the weeks and customers of a made-up group whose
satisfaction follows a known model, so that estimates can be compared with the truth.
"""

from nlp.simulation.company import Company, SimulatedContact, simulate_company
from nlp.simulation.corpus import CorpusContact, read_corpus
from nlp.simulation.sample import EXPORTS, write_sample
from nlp.simulation.scenario import DEMO, Scenario

__all__ = [
    "DEMO",
    "EXPORTS",
    "Company",
    "CorpusContact",
    "Scenario",
    "SimulatedContact",
    "read_corpus",
    "simulate_company",
    "write_sample",
]
