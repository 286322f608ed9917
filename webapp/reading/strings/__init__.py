"""Which strings a line may hold, and how likely each is."""
