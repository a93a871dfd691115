"""The JSON API, for other programs that speak for people. It knows no workflow by name."""
