"""What one line takes beside the network: several views, a minus or a point before it, a 1 that is one stroke."""
