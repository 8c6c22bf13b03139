// Taking an answer away: as text with its citations, or as an address that opens it again.

import { copied } from "./clipboard.js";
import { el, icon } from "./dom.js";
import { bringIn } from "./live.js";
import { sendShared } from "./server.js";
import { copyable } from "./text.js";

const SAID_MS = 2500;

/** Copies the answer as text with its citations. */
export function copyButton(reply, words) {
  const label = el("span", { text: words.copy, "aria-live": "polite" });
  const copy = async () => flash(label, (await copied(copyable(reply, words))) ? words.copied : words.copy_failed, words.copy);
  return el("button", { type: "button", class: "quiet copy", on: { click: copy } }, icon("copy"), label);
}

/** Shares the answer's address, and shows it. {button, rest}; null for an answer that was not kept. */
export function sharing(reply, words) {
  if (!reply.id) return null;
  const address = `${location.origin}/tra-loi/${reply.id}`;
  const rest = el("div", { class: "share-rest" });
  const label = el("span", { text: words.share, "aria-live": "polite" });
  const share = async () => {
    rest.replaceChildren(field(address, words));
    bringIn(rest);
    sendShared(reply.id); // from now on it stays when the person deletes their data, unless they ask for it too
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: words.share_title, url: address }).catch(() => {}); // the person may think better of it
      return;
    }
    flash(label, (await copied(address)) ? words.share_copied : words.share, words.share);
  };
  const button = el("button", { type: "button", class: "quiet share", on: { click: share } }, icon("share"), label);
  return { button, rest };
}

function field(address, words) {
  const input = el("input", { type: "text", readonly: true, value: address, "aria-label": words.share_address });
  input.addEventListener("focus", () => input.select());
  return el("p", { class: "share-address" }, input);
}

function flash(label, said, usual) {
  label.textContent = said;
  setTimeout(() => (label.textContent = usual), SAID_MS);
}
