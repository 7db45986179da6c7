"""Learn a model bundle from labelled contacts."""
