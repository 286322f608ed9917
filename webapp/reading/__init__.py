"""The way of an image: decode, locate, normalise, network, transcribe; the steps meet from read.py to read_line.py."""
