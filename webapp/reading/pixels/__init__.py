"""What is done to pixels, whatever stands there: light and dark, sizes, printed lines and frames."""
