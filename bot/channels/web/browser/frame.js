// What the chat does when it stands in another site's frame: tells the page around it, and opens links outside.

const FRAMED = document.documentElement.classList.contains("framed");

/** Whether the chat stands in a frame. */
export function framed() {
  return FRAMED;
}

/** Tells the page around the frame that we are here, and when the person wants the frame closed. Nothing else leaves. */
export function liveInFrame(closeButton) {
  if (!FRAMED || window.parent === window) return;
  const tell = (what) => window.parent.postMessage({ plan136: what }, "*"); // says no more than that
  closeButton.hidden = false;
  closeButton.addEventListener("click", () => tell("close"));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) tell("close");
  });
  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.data?.plan136 !== "focus") return;
    const typing = matchMedia("(pointer: fine)").matches; // on a phone the keyboard would cover what there is to read
    document.getElementById(typing ? "question" : "main").focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]:not([target])");
    if (link && !link.getAttribute("href").startsWith("#")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
  });
  tell("ready");
}
