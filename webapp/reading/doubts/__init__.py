"""What makes the person be asked, however well a number reads; and what a better photo would need."""
