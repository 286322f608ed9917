"""What one line takes beside the network: several views, a minus, a 1 that is one stroke."""
