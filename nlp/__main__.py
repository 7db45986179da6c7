"""``python -m nlp`` is the command ``motif``."""

from __future__ import annotations

from nlp.cli import main

if __name__ == "__main__":
    main()
