"""Monday's run: analyse what is new, find topics, rank, watch, write the digests, send them.

One command, safe to run twice and after a kill: every step leaves its mark when it is done, and
a step that is done is not done again.
"""
