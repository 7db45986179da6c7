"""Figures told in sentences, French and English."""
