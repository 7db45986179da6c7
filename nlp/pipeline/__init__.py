"""The stages, from tables to tables, and the runs that put them together."""
