"""Files made on the spot, and readings of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.readers import FileReading, read_inputs

Write = Callable[[str, str | bytes], Path]
ReadOne = Callable[..., FileReading]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file into the test's folder; text is written as UTF-8."""

    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


@pytest.fixture
def read_one(write: Write) -> ReadOne:
    """Write a file and read it; there must be exactly one reading."""

    def _read(name: str, content: str | bytes, **options: Any) -> FileReading:
        [reading] = read_inputs([write(name, content)], **options)
        return reading

    return _read


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook from sheets given as lists of rows."""
    import openpyxl

    def _write(name: str, **sheets: list[list[Any]]) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / name
        workbook.save(path)
        return path

    return _write
