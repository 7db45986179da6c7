"""Reads what users have: tables, e-mails and transcripts, to contacts and a reject ledger."""

from nlp.readers.columns import recognise_columns
from nlp.readers.describe import MappedField, describe_mapping
from nlp.readers.inputs import find_batches, read_inputs
from nlp.readers.ledger import advice, reason_name, rejects_table
from nlp.readers.mapping import ColumnMapping, load_mapping
from nlp.readers.notes import Note
from nlp.readers.reading import FileReading, RowReading
from nlp.readers.reply import strip_reply
from nlp.readers.rows import read_rows

__all__ = [
    "ColumnMapping",
    "FileReading",
    "MappedField",
    "Note",
    "RowReading",
    "advice",
    "describe_mapping",
    "find_batches",
    "load_mapping",
    "read_inputs",
    "read_rows",
    "reason_name",
    "recognise_columns",
    "rejects_table",
    "strip_reply",
]
