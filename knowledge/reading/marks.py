"""The likeliest reading of a sentence: Viterbi over the candidates of its pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from knowledge.reading.candidates import Candidate, Candidates
from knowledge.reading.counts import EDGE
from knowledge.reading.model import SyllableModel
from knowledge.reading.pieces import Piece, symbol
from knowledge.reading.syllable import is_syllable
from knowledge.vietnamese import roman_value, strip_marks

Column = tuple[Candidate, ...]
_STEPS = 4800  # candidates of all pieces together: any question of up to a hundred words has all of its own
_LEAST = 6  # candidates of a piece, however long the text
# How much of the marks people type, with the log likelihood that a person types so:
# hardly any, some of them, all of them.
_HABITS = ((0.02, log(0.3)), (0.5, log(0.05)), (0.995, log(0.65)))


@dataclass(frozen=True, slots=True)
class _State:
    score: float
    candidate: Candidate
    before: _State | None


class MarkRestorer:
    """Chooses one candidate for every piece, by the syllable model and the typist's own habit."""

    def __init__(self, candidates: Candidates, model: SyllableModel) -> None:
        self._candidates = candidates
        self._model = model

    def restore(self, pieces: Sequence[Piece]) -> Column:
        """The chosen candidate of every piece, in order."""
        if not pieces:
            return ()
        columns = self._columns(pieces)
        marked = sum(piece.is_marked for piece in pieces if piece.is_word)
        ambiguous = any(candidate.drops for column in columns for candidate in column)
        habits = _HABITS if marked and ambiguous else _HABITS[:1]
        best: tuple[float, Column] | None = None
        for typed, prior in habits:
            score, path = self._walk(pieces, columns, log(1 - typed))
            score += marked * log(typed) + prior
            if best is None or score > best[0]:
                best = score, path
        return best[1] if best else ()

    def is_plain(self, piece: Piece) -> bool:
        """Whether a piece is a known word that stands for nothing but itself, but for marks left out."""
        return self._model.knows(piece.form) and piece.form not in self._candidates.short

    def _columns(self, pieces: Sequence[Piece]) -> list[Column]:
        words = [piece for piece in pieces if piece.is_word and len(piece.raw) > 1]
        all_capitals = sum(piece.raw.isupper() for piece in words) > max(3, 0.7 * len(words))
        most = max(_LEAST, _STEPS // len(pieces))
        columns: list[Column] = []
        for piece, following in zip(pieces, (*pieces[1:], None), strict=True):
            document = self._candidates.document(piece, following)
            if len(piece.form) == 1 and columns and _counts_up(columns[-1][0]):
                columns.append((Candidate((piece.form,), 0.0, ""),))  # the k of "I, II, k"
            else:
                columns.append((document,) if document else self._candidates.of_piece(piece, all_capitals)[:most])
        for i, piece in enumerate(pieces):
            room = most - len(columns[i])
            if room > 0 and piece.is_word and not piece.is_marked and not self._is_spoken_for(columns, i):
                columns[i] = (*columns[i], *self._candidates.doubted(piece)[:room])
        return [
            self._supported(piece, columns[i], columns[i - 1 : i] + columns[i + 1 : i + 2])
            for i, piece in enumerate(pieces)
        ]

    def _speaks_for(self, neighbour: Column, candidate: Candidate) -> bool:
        """Whether the candidate was seen before or after any reading of the neighbour."""
        first, last = symbol(candidate.forms[0]), symbol(candidate.forms[-1])
        ends = {symbol(form) for c in neighbour for form in (c.forms[0], c.forms[-1])}
        return any(self._model.followed(end, first) or self._model.followed(last, end) for end in ends)

    def _is_spoken_for(self, columns: list[Column], at: int) -> bool:
        """Whether any reading of the piece was seen beside any reading of a neighbour."""
        neighbours = columns[max(0, at - 1) : at] + columns[at + 1 : at + 2]
        return not neighbours or any(self._speaks_for(n, c) for n in neighbours for c in columns[at])

    def _supported(self, piece: Piece, column: Column, neighbours: list[Column]) -> Column:
        """Without changes to a marked unknown word, perhaps a name, that its neighbours do not speak for.

        A lost mark needs one neighbour; a slip none if no syllable is so written, both if it may be a name.
        """
        if not piece.is_marked or len(column) == 1:
            return column
        shaped = is_syllable(strip_marks(piece.form))
        name = shaped and piece.raw[0].isupper() and not piece.opens
        kept = []
        for candidate in column:
            needed = (2 if name else int(shaped)) if candidate.kind == "slip" else int(candidate.kind == "marks")
            spoken = sum(self._speaks_for(neighbour, candidate) for neighbour in neighbours)
            if spoken >= min(needed, len(neighbours)):
                kept.append(candidate)
        return tuple(kept)

    def _walk(self, pieces: Sequence[Piece], columns: list[Column], drop: float) -> tuple[float, Column]:
        """The best path when leaving out marks costs ``drop``, with its log likelihood."""
        likelihood = self._model.log_probability
        states = [_State(0.0, Candidate((EDGE,), 0.0, ""), None)]
        for piece, column in zip(pieces, columns, strict=True):
            if piece.opens:
                states = [max(states, key=lambda s: s.score)]
            following = []
            for candidate in column:
                symbols = [symbol(form) for form in candidate.forms]
                own = candidate.penalty + (drop if candidate.drops else 0.0)
                own += sum(likelihood(a, b) for a, b in pairwise(symbols))
                score, before = max(
                    (
                        (
                            s.score + likelihood(EDGE if piece.opens else symbol(s.candidate.forms[-1]), symbols[0]),
                            -i,
                            s,
                        )
                        for i, s in enumerate(states)
                    ),
                    key=lambda scored: scored[:2],
                )[::2]
                following.append(_State(score + own, candidate, before))
            states = following
        end = max(states, key=lambda s: s.score + likelihood(symbol(s.candidate.forms[-1]), EDGE))
        path: list[Candidate] = []
        state: _State | None = end
        while state is not None and state.before is not None:
            path.append(state.candidate)
            state = state.before
        return end.score, tuple(reversed(path))


def _counts_up(candidate: Candidate) -> bool:
    """Whether a candidate is a Roman numeral of two letters or more."""
    return len(candidate.forms[0]) > 1 and not is_syllable(candidate.forms[0]) and bool(roman_value(candidate.forms[0]))
