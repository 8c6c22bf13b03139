// The page of a shared answer: the very card of the chat, drawn from what was kept.

import { answerCard } from "./answer.js";
import { closeOnBackdrop, openPassage } from "./passage.js";
import { keptAnswer } from "./server.js";
import { wordsOf } from "./words.js";

const place = document.getElementById("answer");
const dialog = document.getElementById("passage");
const words = wordsOf(document.documentElement.lang);

const reply = await keptAnswer(document.getElementById("shared").dataset.answer).catch(() => null);
if (reply) {
  const ask = (text) => location.assign(`/?q=${encodeURIComponent(text)}`);
  place.replaceChildren(answerCard(reply, words, { ask, open: (shown, n) => openPassage(dialog, shown, n, words) }));
  closeOnBackdrop(dialog);
}
