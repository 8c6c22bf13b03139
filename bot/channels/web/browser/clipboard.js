// Copying text, with or without the browser's clipboard.

import { el } from "./dom.js";

/** Whether the text was copied. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text); // absent outside https and localhost, and in some frames
    return true;
  } catch {
    const box = el("textarea", { class: "unseen", readonly: true });
    box.value = text;
    const before = document.activeElement;
    (document.querySelector("dialog[open]") ?? document.body).append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    before?.focus();
    return done;
  }
}
