// One line in another site's page puts the assistant there: a button, and the chat in a frame.
// <script src="https://.../nhung.js" defer></script>; data-language="en", data-position="left", data-label="..." are optional.
(() => {
  const script = document.currentScript;
  const server = new URL(script.src).origin;
  const english = script.dataset.language === "en";
  const words = english
    ? { open: "Ask about Plan 136", close: "Close the assistant", title: "Plan 136 Assistant", refused: "The assistant cannot be shown inside this page.", whole: "Open the assistant's own page" }
    : { open: "Hỏi về Kế hoạch 136", close: "Đóng trợ lý", title: "Trợ lý Kế hoạch 136", refused: "Chưa thể hiện trợ lý trong trang này.", whole: "Mở trang của trợ lý" };
  const label = script.dataset.label || words.open;
  const PATIENCE_MS = 2500;
  const SHEET = `
    :host { all: initial; }
    * { box-sizing: border-box; font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
    .ask { position: fixed; z-index: 2147483000; inset-block-end: 1rem; inset-inline-end: 1rem; display: inline-flex; align-items: center; gap: .5rem;
      min-height: 48px; padding: .625rem 1.125rem; border: 2px solid #fff; border-radius: 1.5rem; background: #0f5156; color: #fff; font-size: 16px; font-weight: 600; line-height: 1.3; cursor: pointer;
      box-shadow: 0 4px 18px rgb(10 40 40 / 28%); }
    .ask:hover { background: #0a3f44; }
    .ask:focus-visible, .whole:focus-visible { outline: 3px solid #b8860b; outline-offset: 3px; }
    .left .ask, .left .box { inset-inline: 1rem auto; }
    .box { position: fixed; z-index: 2147483001; inset-block-end: 1rem; inset-inline-end: 1rem; width: min(26rem, calc(100vw - 2rem)); height: min(42rem, calc(100dvh - 2rem));
      border: 1px solid #cfd6d3; border-radius: 16px; overflow: hidden; background: #f6f5f0; box-shadow: 0 10px 40px rgb(10 40 40 / 30%); }
    .box[hidden], .ask[hidden], .told[hidden] { display: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; background: #f6f5f0; color-scheme: light dark; }
    .told { position: absolute; inset: 0; display: grid; align-content: center; justify-items: center; gap: 1rem; padding: 1.5rem; background: #f6f5f0; color: #1b2526; font-size: 16px; line-height: 1.5; text-align: center; }
    .told p { margin: 0; }
    .whole { color: #0a3f44; font-weight: 600; }
    .shut { padding: .5rem 1rem; min-height: 44px; border: 1px solid #556163; border-radius: .5rem; background: #fff; color: #1b2526; font-size: 15px; cursor: pointer; }
    @media (max-width: 30rem) { .box { inset: 0 !important; width: 100%; height: 100%; border: 0; border-radius: 0; } }
    @media (prefers-color-scheme: dark) { .box, iframe, .told { background: #12191a; } .told { color: #e8ebe7; } .whole { color: #9bd6d3; } }`;

  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const host = make("div", {});
  host.dataset.plan136 = "";
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // not a style element: the page's own policy may forbid those
  sheet.replaceSync(SHEET);
  root.adoptedStyleSheets = [sheet];

  const place = make("div", { className: script.dataset.position === "left" ? "left" : "" });
  const button = make("button", { type: "button", className: "ask", textContent: label });
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  const box = make("div", { className: "box", hidden: true });
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", words.title);
  const told = make("div", { className: "told", hidden: true });
  told.setAttribute("role", "status");
  const whole = make("a", { className: "whole", href: server, target: "_blank", rel: "noopener", textContent: words.whole });
  const shut = make("button", { type: "button", className: "shut", textContent: words.close });
  told.append(make("p", { textContent: words.refused }), whole, shut);
  box.append(told);
  place.append(button, box);
  root.append(place);

  let frame = null;
  let ready = false;

  const open = () => {
    box.hidden = false;
    button.hidden = true;
    button.setAttribute("aria-expanded", "true");
    if (!frame) {
      frame = make("iframe", { src: `${server}/nhung${english ? "?lang=en" : ""}`, title: words.title });
      frame.allow = "clipboard-write";
      box.prepend(frame);
      setTimeout(refuse, PATIENCE_MS);
    } else if (ready) {
      tellFrame("focus");
    }
  };
  const close = () => {
    box.hidden = true;
    button.hidden = false;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  };
  const refuse = () => {
    if (ready) return;
    told.hidden = false;
    frame.remove();
    frame = null;
    if (!box.hidden) whole.focus();
  };
  const tellFrame = (what) => {
    frame.focus();
    frame.contentWindow.postMessage({ plan136: what }, server);
  };

  button.addEventListener("click", open);
  shut.addEventListener("click", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== server) return;
    if (event.data?.plan136 === "ready") {
      ready = true;
      told.hidden = true;
      if (!box.hidden) tellFrame("focus");
    }
    if (event.data?.plan136 === "close") close();
  });

  const appear = () => document.body.append(host);
  if (document.body) appear();
  else addEventListener("DOMContentLoaded", appear);
})();
