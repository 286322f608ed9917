"""How numbers are found on a page: what the network sees, how the page leans, ink where nothing else stands."""
