"""What is shown beside the ranking: changes, families, reasons, segments, response, what-ifs."""
