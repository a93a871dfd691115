"""The command line. What a command is called stands in `commands.py`, what it does beside it."""

from workflow.cli.program import main as main
