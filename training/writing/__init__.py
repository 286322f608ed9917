"""What is put on paper: strings, hands that write them, marks beside them, the paper itself."""
