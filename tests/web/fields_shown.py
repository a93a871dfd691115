"""What stands in the inputs of a page, by their names."""

from __future__ import annotations

from html.parser import HTMLParser


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and given.get("type") not in ("radio", "checkbox"):
            self.found[name] = given.get("value") or ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.found[self._select] = given.get("value") or ""


def shown(page: str) -> dict[str, str]:
    """Of inputs the text in them, of lists to choose from what is chosen."""
    inputs = _Inputs()
    inputs.feed(page)
    return inputs.found
