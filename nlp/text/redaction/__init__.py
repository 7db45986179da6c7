"""Rules and name recognition that :func:`nlp.text.redact` applies."""
