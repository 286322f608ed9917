"""The way of an image: decode, locate, normalise, network, transcribe; the steps meet only in read.py."""
