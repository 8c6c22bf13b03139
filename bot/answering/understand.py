"""Step 2: what the question means: a query, with what the turn before leaves open filled in, or talk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import prompts
from bot.answering.draft import Draft
from bot.meaning.reader import Reader
from bot.messages import Reply, Status

TALK = {  # how talk is answered: a status, and the words of a group of templates
    "greeting": (Status.SMALLTALK, "smalltalk.hello"),
    "thanks": (Status.SMALLTALK, "smalltalk.thanks"),
    "praise": (Status.SMALLTALK, "smalltalk.thanks"),
    "bye": (Status.SMALLTALK, "smalltalk.bye"),
    "self": (Status.SMALLTALK, "smalltalk.who"),
    "complaint": (Status.SMALLTALK, "smalltalk.complaint"),
    "abuse": (Status.REFUSED_ABUSE, "status.refused_abuse"),
    "nonsense": (Status.CLARIFY_NOT_UNDERSTOOD, "status.clarify_not_understood"),
    "off_topic": (Status.UNANSWERED_OUT_OF_SCOPE, "status.unanswered_out_of_scope"),
}
OFFERED = 3


@dataclass(frozen=True)
class Understand:
    """Reads the meaning; talk is answered here and ends the walk."""

    reader: Reader
    degraded: Callable[[], tuple[str, ...]]  # what of the search does not work now

    def __call__(self, draft: Draft) -> Draft:
        """The draft with its meaning, or with a reply to talk."""
        assert draft.reading is not None, "screen reads the question first"
        before = draft.previous.query if draft.previous is not None else None
        reading = draft.reading
        meaning = self.reader.read(reading, draft.today, before)
        draft = replace(draft, meaning=meaning, degraded=self.degraded())
        if meaning.talk is None:
            return replace(draft, parts=self.reader.parts(reading, draft.today, before))
        status, key = TALK[meaning.talk]
        language = draft.language
        offered = () if status is Status.REFUSED_ABUSE else prompts.phrases(language, "examples.questions")[:OFFERED]
        said = prompts.say(language, key)
        return replace(draft, reply=Reply(draft.incoming.text, status, language, said, suggestions=offered))
