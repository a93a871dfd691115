"""Inline styles for the html of an e-mail: mail readers drop style sheets.

Authors write bare tags (`<p>`, `<table>`); a tag that has a style of its own keeps it.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_TEXT = "margin:0 0 16px;font-size:18px;line-height:1.45;"
_CELL = "padding:8px 12px 8px 0;border-bottom:1px solid #b1b4b6;text-align:left;vertical-align:top;"

STYLES = {
    "h1": "margin:0 0 20px;font-size:26px;line-height:1.25;",
    "h2": "margin:28px 0 10px;font-size:21px;line-height:1.3;",
    "p": _TEXT,
    "ul": "margin:0 0 16px;padding:0 0 0 24px;font-size:18px;line-height:1.45;",
    "li": "margin:0 0 6px;",
    "a": "color:#1d5f9e;word-break:break-word;",
    "table": "border-collapse:collapse;width:100%;margin:0 0 20px;font-size:16px;line-height:1.35;",
    "th": _CELL,
    "td": _CELL,
}

_TAG = re.compile(rf"<({'|'.join(STYLES)})(?=[\s>])(?![^>]*\sstyle=)")


def styled(html: Markup) -> Markup:
    """The same html with a style on each tag that we know. Values in it are escaped already."""
    return Markup(_TAG.sub(lambda tag: f'<{tag[1]} style="{STYLES[tag[1]]}"', html))
