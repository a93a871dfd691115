"""Which rail each arrow of a column runs on: those to one state on one side share a rail."""
