"""Settings of all tests."""

from hypothesis import settings

# The same examples at each run, and no deadline: a slow machine is no defect.
settings.register_profile("motif", derandomize=True, deadline=None)
settings.load_profile("motif")

pytest_plugins = ["tests.tiny_checkpoint"]
