"""The command line: thin shells over plain functions.

Exit status: 0 done; 1 the input is at fault (one message, no traceback); 2 usage.
"""

from __future__ import annotations

from nlp.cli.main import main

__all__ = ["main"]
