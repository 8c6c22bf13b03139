// The panel of conversations kept in this browser: open one, delete one, delete everything.

import { conversations, current, remove } from "./conversations.js";
import { el, icon } from "./dom.js";
import { fill, printable } from "./text.js";

const WHEN = { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" };

/** Opens the panel; `acts` has open(id), begin(), removed(id) and erase() (a promise of what the
 * server deleted, null when it could not). */
export function openHistory(dialog, words, acts) {
  draw(dialog, words, acts);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("h2").focus();
}

function draw(dialog, words, acts, said = "", more = null) {
  const list = conversations();
  const close = el("button", { type: "button", class: "round", "aria-label": words.close, on: { click: () => dialog.close() } }, icon("close"));
  const leave = (act) => () => {
    dialog.close();
    act();
  };
  const again = (told, offered = null) => {
    draw(dialog, words, acts, told, offered);
    dialog.querySelector("h2").focus();
  };
  dialog.lang = words.code;
  dialog.replaceChildren(
    el(
      "div",
      { class: "sheet" },
      el("div", { class: "bar" }, el("h2", { id: "history-title", tabindex: -1, text: words.history }), close),
      el("p", { class: "faint", text: words.history_note }),
      el("p", { class: "history-said", role: "status", text: said }),
      more,
      el("button", { type: "button", class: "suggestion", on: { click: leave(acts.begin) } }, icon("chat"), words.restart),
      list.length
        ? el("ul", { class: "history-list" }, ...list.map((each) => row(each, words, leave(() => acts.open(each.id)), () => {
            remove(each.id);
            acts.removed(each.id);
            again(words.history_deleted);
          })))
        : el("p", { class: "faint history-none", text: words.history_none }),
      erasing(words, acts, again),
    ),
  );
}

function row(conversation, words, open, drop) {
  const title = printable(conversation.turns[0].question);
  const here = conversation.id === current();
  const when = new Date(conversation.at).toLocaleString(words.code === "en" ? "en-GB" : "vi-VN", WHEN);
  const about = [when, fill(words.history_count, { n: conversation.turns.length }), here && words.history_current].filter(Boolean);
  return el(
    "li",
    { class: here ? "here" : null },
    el(
      "button",
      { type: "button", class: "history-open", "aria-current": here ? "true" : null, on: { click: open } },
      el("b", { text: title, lang: conversation.turns[0].reply.language }),
      el("span", { class: "about", text: about.join(" · ") }),
    ),
    el("button", { type: "button", class: "round", "aria-label": fill(words.history_delete, { title }), on: { click: drop } }, icon("remove")),
  );
}

function erasing(words, acts, again) {
  const sure = el("p", { class: "buttons", hidden: true });
  const first = el("button", { type: "button", class: "outline danger", text: words.erase, "aria-expanded": "false" });
  const erase = async () => {
    const removed = await acts.erase();
    if (!removed) again(words.erase_failed);
    else if (removed.shared_left) again(toldOf(removed, words), sharedToo(removed, words, again));
    else again(toldOf(removed, words));
  };
  const back = () => {
    sure.hidden = true;
    first.hidden = false;
    first.setAttribute("aria-expanded", "false");
    first.focus();
  };
  first.addEventListener("click", () => {
    first.hidden = true;
    first.setAttribute("aria-expanded", "true");
    sure.hidden = false;
    sure.querySelector("button").focus();
  });
  sure.append(
    el("button", { type: "button", class: "solid danger", text: words.erase_confirm, on: { click: erase } }),
    el("button", { type: "button", class: "plain", text: words.cancel, on: { click: back } }),
  );
  return el(
    "section",
    { class: "erase", "aria-labelledby": "erase-title" },
    el("h3", { class: "kicker", id: "erase-title", text: words.erase }),
    el("p", { class: "faint", text: words.erase_note }),
    first,
    sure,
  );
}

/** What was deleted, and what was not. */
function toldOf(removed, words) {
  const told = fill(words.erased, { n: removed.answers });
  return removed.shared_left ? `${told} ${fill(words.erase_left, { n: removed.shared_left })}` : told;
}

/** A button that deletes what was shared as well. */
function sharedToo(removed, words, again) {
  const press = async () => {
    const gone = await removed.eraseShared();
    if (gone) again(fill(words.erased_shared, { n: gone.answers }));
    else again(words.erase_shared_failed, sharedToo(removed, words, again));
  };
  return el("button", { type: "button", class: "outline danger", text: words.erase_shared, on: { click: press } });
}
