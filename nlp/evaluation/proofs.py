"""Write what the slow proofs measured into the pages that show it.

``python -m nlp.evaluation.proofs docs/proofs docs`` puts each table ``NAME.json`` between
``<!-- proof: NAME -->`` and ``<!-- end of proof -->`` of the pages; ``make prove`` measures them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.errors import InputError

_MARKED = re.compile(r"<!-- proof: (?P<name>[\w-]+) -->\n.*?<!-- end of proof -->", re.DOTALL)


def render_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """A Markdown table of rows with the same keys; numbers with at most three decimals.

    Raises:
        InputError: There is no row, or a row has other keys than the first.
    """
    if not rows:
        raise InputError("a proof needs at least one row")
    names = list(rows[0])
    if any(list(row) != names for row in rows):
        raise InputError(f"every row of a proof has the same columns: {', '.join(names)}")
    lines = [names, ["---"] * len(names), *([_write(row[name]) for name in names] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def render_page(text: str, folder: Path) -> str:
    """A page with every table between its markers as measured.

    Args:
        text: The page.
        folder: Where the measured tables lie.

    Raises:
        InputError: The page names a table that was not measured.
    """

    def measured(found: re.Match[str]) -> str:
        path = folder / f"{found['name']}.json"
        if not path.is_file():
            raise InputError(f"{path} does not exist: make prove measures it")
        table = render_table(json.loads(path.read_text(encoding="utf-8")))
        return f"<!-- proof: {found['name']} -->\n{table}\n<!-- end of proof -->"

    return _MARKED.sub(measured, text)


def _write(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3f}".rstrip("0").rstrip(".").replace("-", "\u2212")


def main(args: Sequence[str]) -> None:
    """Render the pages of a folder in place.

    Args:
        args: Folder of the measured tables, folder of the pages.
    """
    measured, pages = map(Path, args)
    for page in sorted(pages.glob("*.md")):
        before = page.read_text(encoding="utf-8")
        after = render_page(before, measured)
        if after != before:
            page.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
