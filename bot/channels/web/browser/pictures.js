// Pictures of an answer: the card of its one target, the chart of its one indicator. Drawn when they are opened.

import { el, icon } from "./dom.js";
import { printable } from "./text.js";

/** The pictures an answer has; null for none. A path over the years shows its chart at once. */
export function pictures(reply, words) {
  const [target, ...others] = new Set(reply.facts.filter((fact) => fact.kind === "target").map((fact) => fact.target));
  const [indicator, ...more] = new Set(reply.facts.map((fact) => fact.indicator));
  const years = new Set(reply.facts.map((fact) => fact.deadline).filter(Boolean));
  const language = words.code === "en" ? "?language=en" : "";
  const drawn = [];
  if (indicator && !more.length) {
    const page = `/chi-tieu/chi-so/${encodeURIComponent(indicator)}${words.code === "en" ? "?lang=en" : ""}`;
    drawn.push(picture({
      label: words.chart, address: `/api/indicators/${encodeURIComponent(indicator)}/chart.png${language}`,
      alt: words.chart_alt, size: null, words, open: years.size > 2, beside: el("a", { href: page, text: words.indicator_page }),
    }));
  }
  if (target && !others.length) {
    const path = target.split("/").map(encodeURIComponent).join("/");
    drawn.push(picture({
      label: words.card, address: `/api/targets/${path}/card.png${language}`,
      alt: words.card_alt.replace("{text}", () => printable(reply.text).split("\n")[0]), size: [1200, 675], words, open: false,
      download: `${target.replaceAll("/", "-")}.png`,
    }));
  }
  return drawn.length ? el("div", { class: "pictures", lang: words.code }, ...drawn) : null;
}

function picture({ label, address, alt, size, words, open, beside = null, download = null }) {
  const inside = el("div", { class: "drawing-inside" });
  const details = el("details", { class: "drawing" }, el("summary", {}, icon("picture"), el("span", { text: label })), inside);
  const draw = () => {
    if (!details.open || inside.childNodes.length) return;
    const image = el("img", { src: address, alt, width: size?.[0], height: size?.[1] });
    const save = el("a", { href: address, download: download ?? "", text: words.picture_download });
    const view = el("div", { class: size ? "drawing-view" : "drawing-view folded" }, image); // room is kept until its height is known
    const links = el("p", { class: "drawing-links" }, save, beside);
    image.addEventListener("load", () => fold(view, image, links, words));
    image.addEventListener("error", () => inside.replaceChildren(el("p", { class: "faint", text: words.picture_failed })));
    inside.append(view, links);
  };
  details.addEventListener("toggle", draw);
  details.open = open;
  return details;
}

/** A picture that is longer than its window is cut, and a button shows the rest. */
function fold(view, image, links, words) {
  if (image.offsetHeight <= view.clientHeight + 1) {
    view.classList.remove("folded");
    return;
  }
  const whole = () => {
    view.classList.remove("folded", "long");
    button.remove();
    links.querySelector("a").focus({ preventScroll: true });
  };
  const button = el("button", { type: "button", class: "quiet", on: { click: whole } }, words.picture_whole, icon("down"));
  view.classList.add("long");
  links.prepend(button);
}
