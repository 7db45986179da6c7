"""Estimators of another kind that an effect is held against."""
