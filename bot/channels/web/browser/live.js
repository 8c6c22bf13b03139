// What a screen reader is told, and where the eye is led.

/** Says a text through the page's live region. */
export function say(text) {
  document.getElementById("live").textContent = text;
}

/** Shows an element that opened, moving the page no further than it must. */
export function bringIn(element) {
  element.scrollIntoView({ block: "nearest", behavior: "auto" });
}

/** Brings an element to the top, without motion for who wants none. */
export function bringUp(element) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}
