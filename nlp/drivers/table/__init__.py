"""The table of effects: its columns, what fills them, verdicts, order."""
