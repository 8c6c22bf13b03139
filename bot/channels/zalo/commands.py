"""What a person may type to Zalo beside a question: lists, sources, an opinion, help, and to be forgotten."""

from __future__ import annotations

import re
from collections.abc import Sequence

import prompts
from bot.channels.zalo.incoming import ZaloMessage
from bot.channels.zalo.lists import Lists
from bot.channels.zalo.offers import Offers
from bot.channels.zalo.rendering import render_sources
from bot.reception_ports import Kept, Reception
from bot.store_errors import StoreError
from bot.store_ports import Opinion
from knowledge.vietnamese import strip_marks

_FORGET = "/xoadulieu"
_COMMAND = re.compile(r"/[a-z]{2,32}", re.ASCII | re.IGNORECASE)


def asking_to_forget(text: str) -> str | None:
    """The command to delete all that is kept, without any other word of the person's; None for all else."""
    command, _, rest = strip_marks(text).lower().partition(" ")
    if command != _FORGET:
        return None
    shared = {prompts.say(language, "zalo.shared_word") for language in prompts.LANGUAGES}
    return " ".join([_FORGET, *(word for word in rest.split()[:1] if word in shared)])


class Commands:
    """Obeys what begins with a stroke."""

    def __init__(self, reception: Reception, offers: Offers, lists: Lists, channel: str) -> None:
        self._reception = reception
        self._offers = offers
        self._lists = lists
        self._channel = channel

    async def obeyed(self, message: ZaloMessage, text: str, before: Kept | None) -> Sequence[str] | str | None:
        """What is said to a command, or the question it stands for; None when the text is no command.

        ``before`` is the answer it is about.
        """
        typed, _, rest = text.partition(" ")
        command = strip_marks(typed).lower()
        language = before.reply.language if before else "vi"
        match command:
            case "/nguon":
                return render_sources(before.reply) if before else (prompts.say(language, "zalo.no_citations"),)
            case _ if command == _FORGET:
                shared = strip_marks(rest).lower().split()[:1] == [prompts.say(language, "zalo.shared_word")]
                return (await self._forgotten(message, language, shared),)
            case "/huuich" | "/chuadung":
                opinion = Opinion(command == "/huuich", rest.strip() or None)
                return (await self._judged(message, before, opinion, language),)
            case "/help" | "/start" | "/trogiup":
                return (prompts.say(language, "zalo.help"),)
        listed = self._lists.of(command, rest, language)
        if listed is None or isinstance(listed, str):
            return listed or (self._unknown(typed, language) if _COMMAND.fullmatch(command) else None)
        if listed.offer:
            await self._offers.show(message, listed.offer)
        return listed.messages

    def _unknown(self, command: str, language: str) -> Sequence[str]:
        """As a question it would go on with the one before."""
        unknown = prompts.say(language, "zalo.unknown_command", command=command)
        return (f"{unknown}\n\n{prompts.say(language, 'zalo.help')}",)

    async def _forgotten(self, message: ZaloMessage, language: str, shared: bool) -> str:
        try:
            removed = await self._reception.forget(self._channel, message.sender, message.conversation, shared=shared)
        except StoreError:
            return prompts.say(language, "zalo.not_forgotten")
        forgotten = prompts.say(language, "zalo.forgotten", answers=str(removed.answers))
        if not removed.shared:
            return forgotten
        word = prompts.say(language, "zalo.shared_word")
        return f"{forgotten}\n\n{prompts.say(language, 'zalo.shared_left', shared=str(removed.shared), word=word)}"

    async def _judged(self, message: ZaloMessage, before: Kept | None, opinion: Opinion, language: str) -> str:
        if before is None or before.id is None:
            return prompts.say(language, "zalo.nothing_to_judge")
        noted = await self._reception.opinion(before.id, self._channel, message.sender, opinion)
        return prompts.say(language, "zalo.thanks" if noted else "zalo.nothing_to_judge")
