"""Training them, and writing the files that are served."""
