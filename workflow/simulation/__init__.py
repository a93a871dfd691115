"""Invented families and what happened to them, for demonstrations, benchmarks and tests."""
