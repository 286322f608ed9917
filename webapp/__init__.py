"""The web app. Importing this package imports nothing else, so that training can use webapp.reading without Flask."""
