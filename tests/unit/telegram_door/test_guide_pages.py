"""What a person is told of their deleted data."""

from __future__ import annotations

import pytest

from bot.channels.telegram.actions import EraseShared
from bot.channels.telegram.callbacks import decode
from bot.channels.telegram.guide_pages import erased_page, not_erased_page
from bot.channels.telegram.message import Press
from bot.store_ports import Removed


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_was_deleted_is_counted_and_what_was_shared_is_offered(language: str) -> None:
    (plain,) = erased_page(Removed(answers=7), language)
    assert "7" in plain.html
    assert not plain.buttons
    (left,) = erased_page(Removed(answers=7, shared=2), language)
    assert "2" in left.html
    ((button,),) = left.buttons
    assert isinstance(button, Press)
    assert decode(button.data) == EraseShared()
    assert "7" not in erased_page(None, language)[0].html
    assert "/xoadulieu" in not_erased_page(language)[0].html
