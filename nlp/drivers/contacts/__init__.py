"""Contacts into arrays: irritants, controls, customers, scores."""
