"""Where the README's figures of time and memory come from; each module prints a table."""
