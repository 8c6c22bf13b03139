"""The quote contract: exact, under the published folding rules, or not at all."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.quoting import EXACT, NORMALISED, Place, locate
from tests.fakes_knowledge import library

SOURCE = "Đến năm 2025 – phải đạt “tối thiểu 95%” theo cách nói của 'kế hoạch'; giai đoạn 2021-2025."
PASSAGES = [passage.text for document in library() for passage in document.passages]
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
texts = st.text(st.sampled_from(LETTERS + LETTERS.upper() + "0123456789 .,;:%/()[]–-“”\"'\u00a0\n\u0301"), min_size=1)

WORDS = ("Đến", "năm", "2025", "mức", "độ", "hài", "lòng", "đạt", "tối", "thiểu", "95%", "người")  # none in another
BETWEEN = {
    "space": (" ", "\u00a0", "  ", "\n", "\t ", "\u2003", " \u00a0 "),
    "dash": ("-", "\u2010", "\u2011", "\u2012", "–", "—", "\u2015", "−"),
    "double": ('"', "“", "”", "„", "«", "»"),
    "single": ("'", "‘", "’", "‚", "′"),
}


@st.composite
def two_renderings(draw: st.DrawFn) -> tuple[str, str, str]:
    """A source, a quote from it written another way, and the source's own characters for that quote."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, unique=True))
    kinds = [draw(st.sampled_from(sorted(BETWEEN))) for _ in words[1:]]
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))

    def rendered(start: int, end: int) -> list[str]:
        pieces = []
        for place in range(start, end + 1):
            pieces.append(unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), words[place]))
            if place < end:
                pieces.append(draw(st.sampled_from(BETWEEN[kinds[place]])))
        return pieces

    whole = rendered(0, len(words) - 1)
    return "".join(whole), "".join(rendered(first, last)), "".join(whole[2 * first : 2 * last + 1])


def published(text: str) -> str:
    """The published rules, said once more: what two texts must agree in."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    for kept, kind in (("-", "dash"), ('"', "double"), ("'", "single")):
        text = re.sub("[" + re.escape("".join(BETWEEN[kind])) + "]", kept, text)
    return text


def test_an_exact_quote_is_placed_in_the_source() -> None:
    place = locate("tối thiểu 95%", SOURCE)
    assert place is not None and place.match == EXACT
    assert SOURCE[place.start : place.end] == "tối thiểu 95%"


def test_the_first_of_several_places_is_given() -> None:
    assert locate("ba", "ba bà ba") == Place(0, 2, EXACT)


@pytest.mark.parametrize(
    ("quote", "own"),
    [
        ("phải  đạt", "phải đạt"),  # a run of white space
        ("phải\u00a0đạt", "phải đạt"),  # a non-breaking space
        ("phải\nđạt", "phải đạt"),  # a line break
        ("  phải đạt ", "phải đạt"),  # white space around the quote
        ("2025 - phải", "2025 – phải"),  # an en dash as a hyphen
        ("2025 — phải", "2025 – phải"),
        ("2021–2025", "2021-2025"),
        ("2021−2025", "2021-2025"),  # a minus sign
        ('"tối thiểu 95%"', "“tối thiểu 95%”"),  # straight for curly
        ("«tối thiểu 95%»", "“tối thiểu 95%”"),
        ("‘kế hoạch’", "'kế hoạch'"),
        (unicodedata.normalize("NFD", "Đến năm"), "Đến năm"),  # decomposed letters
    ],
)
def test_a_quote_under_a_folding_rule_is_normalised(quote: str, own: str) -> None:
    place = locate(quote, SOURCE)
    assert place is not None and place.match == NORMALISED
    assert SOURCE[place.start : place.end] == own


@pytest.mark.parametrize(
    "quote",
    [
        "tối thiểu 96%",  # a digit
        "toi thieu 95%",  # marks
        "Tối thiểu 95%",  # case
        "tối thiểu 95 %",  # a space where there is none
        "phảiđạt",  # a space left out
        "ít nhất 95%",  # a paraphrase
        "'tối thiểu 95%'",  # single for double
        "2021_2025",  # no dash
        "2025 phải đạt",  # the dash left out
        "kế hoạch; giai đoạn",  # a quotation mark left out
        "giai đoạn 2021-2025. Hết",  # more than there is
        "",
        "  \n\u00a0",
    ],
)
def test_anything_else_is_dropped(quote: str) -> None:
    assert locate(quote, SOURCE) is None


@given(texts, st.data())
def test_every_substring_is_located_exactly(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    assume(quote.strip() and not unicodedata.combining(text[end : end + 1] or " "))
    place = locate(quote, text)
    assert place is not None and place.match == EXACT
    assert text[place.start : place.end] == quote and place.start <= start


@given(two_renderings())
def test_a_normalised_match_gives_back_the_sources_own_characters(case: tuple[str, str, str]) -> None:
    source, quote, own = case
    place = locate(quote, source)
    assert place is not None
    assert source[place.start : place.end] == own
    assert place.match == (EXACT if quote in source else NORMALISED)


@given(st.sampled_from(PASSAGES), st.data())
def test_a_mutated_quote_is_never_passed_off_as_the_source(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    place = data.draw(st.integers(0, len(quote) - 1))
    mutated = quote[:place] + data.draw(st.sampled_from(LETTERS + "0123456789%.,")) + quote[place + 1 :]
    assume(mutated not in text)
    found = locate(mutated, text)
    if published(mutated.strip()) not in published(text):
        assert found is None
    assert found is None or found.match == NORMALISED


@given(st.sampled_from(PASSAGES), st.data())
def test_a_decomposed_source_is_cited_in_its_own_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))].strip()
    assume(quote)
    decomposed = unicodedata.normalize("NFD", text)
    found = locate(quote, decomposed)
    assert found is not None
    assume(found.match == NORMALISED)  # where letters without marks stand, the decomposed text holds them as they are
    assert unicodedata.normalize("NFC", decomposed[found.start : found.end]) == quote
    following = decomposed[found.end : found.end + 1]
    assert not unicodedata.combining(following or " ")


def test_a_letter_without_its_mark_is_not_in_a_decomposed_source() -> None:
    assert locate("Ha", unicodedata.normalize("NFD", "Hà Nội")) is None
