"""What training learns from: digit sets and fonts."""
