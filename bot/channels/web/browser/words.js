// The words of the chosen language.

import { en } from "./words.en.js";
import { vi } from "./words.vi.js";

const LANGUAGES = { vi, en };

/** The words of a language, with its code; Vietnamese for any other than English. */
export function wordsOf(code) {
  const known = code === "en" ? "en" : "vi";
  return { code: known, ...LANGUAGES[known] };
}

/** Puts the words into the page's marked places. */
export function relabel(words) {
  document.documentElement.lang = words.code;
  for (const each of document.querySelectorAll("[data-words]")) each.textContent = words[each.dataset.words];
  for (const each of document.querySelectorAll("[data-words-label]")) each.setAttribute("aria-label", words[each.dataset.wordsLabel]);
}
