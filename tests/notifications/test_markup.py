"""One plain body gives plain text and html that say the same."""

from __future__ import annotations

from notifications.markup import as_html, as_markup, as_text

BODY = """
# What will happen
We will meet at the civic centre. You can bring somebody with you, and we will explain
everything that was written.

You can ask for:
- an interpreter
- a room
  of your own

https://caseward.example/cases/a-rather-long-reference-that-must-not-be-broken-in-two-ever/1
"""


def test_plain_text_is_wrapped_and_keeps_lists_headings_and_addresses_whole() -> None:
    assert as_text(BODY) == (
        "What will happen\n"
        "----------------\n"
        "\n"
        "We will meet at the civic centre. You can bring somebody with you, and\n"
        "we will explain everything that was written.\n"
        "\n"
        "You can ask for:\n"
        "\n"
        "- an interpreter\n"
        "- a room of your own\n"
        "\n"
        "https://caseward.example/cases/a-rather-long-reference-that-must-not-be-broken-in-two-ever/1\n"
    )


def test_for_who_lays_it_out_himself_each_block_is_one_line_with_its_mark() -> None:
    assert as_markup(BODY).splitlines()[:8] == [
        "# What will happen",
        "",
        "We will meet at the civic centre. You can bring somebody with you, and we will explain"
        " everything that was written.",
        "",
        "You can ask for:",
        "",
        "- an interpreter",
        "- a room of your own",
    ]


def test_a_telephone_number_is_not_broken() -> None:
    words = "Please ring us on the number of the conference unit, which is today 01632 960100."

    assert as_text(words).splitlines()[1].startswith("01632 960100")
    assert "01632\u00a0960100" in as_html(words)


def test_html_has_the_same_words_as_headings_paragraphs_and_lists() -> None:
    assert as_html("# Who\nAnn & Bob.\n- one\n- <two>\n\nEnd.") == (
        "<h2>Who</h2>\n<p>Ann &amp; Bob.</p>\n"
        "<ul>\n<li>one</li>\n<li>&lt;two&gt;</li>\n</ul>\n<p>End.</p>\n"
    )


def test_a_web_address_becomes_a_link_without_the_full_stop_after_it() -> None:
    assert as_html('See "https://a.example/?x=1&y=2".') == (
        '<p>See &#34;<a href="https://a.example/?x=1&amp;y=2">'
        "https://a.example/?x=1&amp;y=2</a>&#34;.</p>\n"
    )
