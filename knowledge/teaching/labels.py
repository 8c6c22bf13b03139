"""The labels an utterance may carry: the closed lists of the guide in ``library/utterances/README.md``."""

from __future__ import annotations

ACTS = (
    *("value", "deadline", "comparator", "exception", "scope", "level", "list", "count", "compare", "change", "trend"),
    *("extreme", "outcome", "check", "issuer", "issued", "effective", "validity", "relation", "basis", "about"),
    *("wording", "source", "meaning", "who", "how", "why", "where"),
    *("fee", "hours", "address", "contact", "budget", "person", "forecast"),
)
RARE_ACTS = ("fee", "hours", "address", "contact", "budget", "person", "forecast")  # what libraries rarely hold
FIGURE_ACTS = frozenset(  # these need a modality: was the figure set, or was it reached?
    ("value", "deadline", "list", "count", "change", "trend", "extreme", "outcome")
)
MODALITIES = ("set", "done", "either")
MEASURES = ("rank", "score", "group", "percent", "count", "rank_gain")
TALK = ("greeting", "thanks", "bye", "self", "praise", "complaint", "abuse", "nonsense", "off_topic")
KEPT = ("acts", "subjects", "years", "tiers", "documents")
LANGUAGES = ("vi", "en")
ANY = "any"  # the label of the head of talk that every kind of talk has; no utterance is labelled so
