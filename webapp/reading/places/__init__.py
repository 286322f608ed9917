"""Where a number stands: cut out, made to fit, put together and parted again."""
