"""A letter as a PDF that a screen reader can read (PDF/UA-1), from the html that is also printed.

Needs the extra `letters` and the system library Pango; without them the html is still there, to be
printed from a browser. Nothing is fetched: a letter that named a file of this machine, or a page of
the network, goes without it.
"""

from __future__ import annotations

from workflow.errors import Fault


class LettersNotInstalled(Fault):
    """This machine cannot make a PDF: the extra, or what it needs of the system, is missing."""

    code = "letters_not_installed"


def to_pdf(letter: str) -> bytes:
    """The letter, pages of A4. The same html gives the same text and layout.

    Raises:
        LettersNotInstalled: with what to install.
    """
    try:
        # Here and not above: it takes a quarter of a second, and few processes print.
        from weasyprint import HTML  # type: ignore[import-untyped]  # it has no types
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # it has no types
    except (ImportError, OSError) as exc:  # OSError: Pango is not there
        raise LettersNotInstalled(
            "Letters cannot be made into PDF here. Install caseward[letters] and, on Debian,"
            " libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 and fonts-liberation;"
            " or print the html."
        ) from exc
    fetcher = URLFetcher(allowed_protocols=("data",))
    pdf = HTML(string=letter, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(pdf, bytes)
    return pdf
