"""The networks, and what the engines need."""
