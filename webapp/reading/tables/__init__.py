"""Printed cells and columns: what stands in them is one number, or several."""
