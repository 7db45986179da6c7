"""Topics in what the taxonomy does not explain, found on the stored vectors of mentions."""
