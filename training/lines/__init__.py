"""Synthetic lines in the form that the reader takes, and batches of them."""
