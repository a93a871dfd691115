"""What process owners own: workflows, policies, notices and calendars, as files."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where the packaged definitions are."""
