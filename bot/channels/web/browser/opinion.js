// What a person thinks of an answer: useful, or not right and why.

import { el, icon } from "./dom.js";
import { bringIn } from "./live.js";
import { sendOpinion } from "./server.js";

/** The two buttons and what follows them; `noted` is called with "useful" or "not" when the server has it. */
export function opinion(reply, given, words, noted) {
  const said = el("p", { class: "opinion-said", role: "status" });
  const place = el("div", { class: "opinion-more" });
  const button = (name, label, act) =>
    el("button", { type: "button", class: "quiet", "aria-pressed": String(given === name), "data-opinion": name, on: { click: act } }, icon(name), el("span", { text: label }));
  const send = async (name, reason) => {
    if (!(await sendOpinion(reply.id, name === "useful", reason))) {
      said.textContent = words.opinion_failed;
      return;
    }
    for (const each of [yes, no]) each.setAttribute("aria-pressed", String(each.dataset.opinion === name));
    place.replaceChildren();
    said.textContent = words.opinion_thanks;
    bringIn(said);
    noted(name);
  };
  const yes = button("useful", words.useful, () => send("useful", null));
  const no = button("not", words.not_useful, () => {
    said.textContent = "";
    place.replaceChildren(form(words, (reason) => send("not", reason), () => {
      place.replaceChildren();
      no.focus();
    }));
    place.querySelector("input").focus({ preventScroll: true });
    bringIn(place);
  });
  const buttons = el("div", { class: "opinion-buttons", role: "group", "aria-label": words.opinion }, yes, no);
  return { buttons, rest: el("div", { class: "opinion-rest", lang: words.code }, place, said) };
}

function form(words, send, cancel) {
  const reasons = words.opinion_reasons.map((text) =>
    el("label", { class: "choice" }, el("input", { type: "radio", name: "reason", value: text }), el("span", { text })),
  );
  const more = el("textarea", { name: "more", rows: 2, maxlength: 600, "aria-describedby": "opinion-privacy" });
  const drawn = el(
    "form",
    { class: "opinion-form" },
    el("fieldset", {}, el("legend", { text: words.opinion_why }), ...reasons),
    el("label", { class: "opinion-text" }, el("span", { text: words.opinion_more }), more),
    el("p", { class: "faint", id: "opinion-privacy", text: words.opinion_privacy }),
    el(
      "p",
      { class: "buttons" },
      el("button", { type: "submit", class: "solid", text: words.opinion_send }),
      el("button", { type: "button", class: "plain", text: words.cancel, on: { click: cancel } }),
    ),
  );
  drawn.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(drawn).get("reason");
    send([chosen, more.value.trim()].filter(Boolean).join(": ") || null);
  });
  drawn.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
  });
  return drawn;
}
