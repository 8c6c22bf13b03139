"""The offline reader of Telegram HTML refuses what Telegram refuses and reads the rest as it does."""

from __future__ import annotations

import pytest

from tests.telegram_html import RefusedError, check, has_real_parser, parse, parse_for_real

REFUSED = [
    "<b>hở <i>lồng</b></i>", "a < b", "a > b", "<ul>x</ul>", "<p>x</p>", "x<br>y", "<b>chưa đóng", "</b>", "a & b",
    "&nbsp;", "&copy;", '<a>x</a>', '<b class="x">x</b>', '<span class="x">x</span>', "<blockquote x>y</blockquote>",
    "<blockquote>a<blockquote>b</blockquote></blockquote>", "<code>a<b>b</b></code>", "<!-- x -->",
    '<a href="x" t="y">z</a>',
    "<blockquote expandable=\"yes\">y</blockquote>", "<script>x</script>", "<", "&#;", "<b",
]  # fmt: skip
REFUSED_BY_BOTH = ["<b>hở <i>lồng</b></i>", "a < b", "<ul>x</ul>", "<p>x</p>", "x<br>y", "<b>chưa đóng"]


@pytest.mark.parametrize("html", REFUSED)
def test_what_the_documentation_does_not_allow_is_refused(html):
    with pytest.raises(RefusedError):
        parse(html)


def test_what_it_allows_is_read():
    html = (
        "<b>đậm <i>nghiêng</i></b> <u>u</u><s>s</s><tg-spoiler>ẩn</tg-spoiler>"
        '<span class="tg-spoiler">ẩn</span> <a href="https://a.vn/?x=1&amp;y">đây</a> &lt;&amp;&gt;&quot;&#39;&#x27;'
        '<pre><code class="language-python">x</code></pre><blockquote expandable>trích <b>đậm</b></blockquote>'
    )
    parsed = parse(html)
    assert parsed.text == "đậm nghiêng usẩnẩn đây <&>\"''xtrích đậm"
    assert [each.url for each in parsed.entities if each.kind == "a"] == ["https://a.vn/?x=1&y"]


def test_lengths_are_utf_16_units_after_parsing():
    assert parse("<b>👍</b>&amp;đ").units == 4
    check("👍" * 2048)
    with pytest.raises(RefusedError, match="too long"):
        check("👍" * 2048 + "x")
    with pytest.raises(RefusedError, match="empty"):
        check("<b> </b>\n")
    with pytest.raises(RefusedError, match="entities"):
        check("<b>x</b> " * 101)


@pytest.mark.skipif(not has_real_parser(), reason="tdjson, Telegram's own parser, is not installed")
@pytest.mark.parametrize("html", REFUSED_BY_BOTH)
def test_telegrams_own_parser_refuses_it_too(html):
    with pytest.raises(RefusedError):
        parse_for_real(html)
