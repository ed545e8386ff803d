"""The web page: a face for the record in a browser on the same machine."""
