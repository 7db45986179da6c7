"""Estimation: projections, variances by customer, contrasts, penalised and ordinal ascents."""
