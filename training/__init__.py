"""Trains the reader: datasets, synthesis of lines, the network, evaluation, export. See training/README.md."""
