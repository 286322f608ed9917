"""What one line takes beside the network: views, a minus or a point before it, a lone stroke, windows of its digits."""
