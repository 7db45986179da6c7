"""Motif: reads what customers say and ranks what irritates them."""
