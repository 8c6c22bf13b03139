// The box a question is typed into: it grows, counts, and sends with Enter.

import { fill } from "./text.js";

export const LIMIT = 2000;
const COUNT_FROM = 1600;

/** Wires the box; `send(text)` is called with a question. {relabel(words), busy(state), put(text), focus()}. */
export function composer(form, send) {
  const box = form.querySelector("textarea");
  const button = form.querySelector("button[type=submit]");
  const shown = document.getElementById("count");
  let words = null;
  let busy = false;

  const count = () => {
    const n = [...box.value].length;
    shown.hidden = n < COUNT_FROM;
    shown.textContent = n < COUNT_FROM ? "" : fill(n > LIMIT ? words.count_over : words.count, { n, limit: LIMIT });
    shown.classList.toggle("over", n > LIMIT);
    button.disabled = busy || n > LIMIT || !box.value.trim();
  };
  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  };
  const put = (text) => {
    box.value = text;
    grow();
    count();
  };
  const submit = () => {
    if (button.disabled) return;
    const text = box.value;
    put("");
    send(text);
    if (matchMedia("(pointer: coarse)").matches) box.blur(); // closes the phone's keyboard over the answer
  };

  box.addEventListener("input", () => {
    grow();
    count();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault(); // 229: a Vietnamese input method is still composing
    submit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return {
    relabel(spoken) {
      words = spoken;
      box.placeholder = words.placeholder;
      count();
    },
    busy(state) {
      busy = state;
      count();
    },
    put,
    focus: () => box.focus({ preventScroll: true }), // it is always in sight, and the page should not jump
  };
}
