"""A browser in words, from what it says of itself: enough to tell one's own from a stranger's."""

from __future__ import annotations

from fastapi import Request

# The first that fits: Edge calls itself Chrome, Chrome calls itself Safari, all of them Mozilla.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
_MACHINES = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "a Chromebook",
    "Mac OS X": "a Mac",
    "Linux": "Linux",
}
UNKNOWN = "An unknown browser"


def browser_of(request: Request) -> str:
    """The browser that a request comes from."""
    return browser_name(request.headers.get("user-agent", ""))


def browser_name(user_agent: str) -> str:
    """Such as `Firefox on Windows`."""
    browser = _first(_BROWSERS, user_agent) or UNKNOWN
    machine = _first(_MACHINES, user_agent)
    return f"{browser} on {machine}" if machine else browser


def _first(names: dict[str, str], text: str) -> str:
    return next((name for mark, name in names.items() if mark in text), "")
