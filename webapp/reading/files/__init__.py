"""What files hold: bytes of every kind that phones and scanners make, decoded to grey pixels."""
