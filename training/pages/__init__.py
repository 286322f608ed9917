"""Synthetic pages, photographed, with the corners of every number on them."""
