"""Figures corrected for reading errors by contacts that people checked."""
