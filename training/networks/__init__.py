"""The three networks, and what the engines need."""
