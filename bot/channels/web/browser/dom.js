// Builds elements. Data only ever becomes text or an attribute, never markup.

/** An element with properties ("class", "text", "on", attributes) and children; empty children are left out. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") element.className = value;
    else if (key === "text") element.textContent = value;
    else if (key === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  copy: "M9 9h10v11H9zM6 15H5V4h10v2",
  close: "M6 6l12 12M18 6 6 18",
  down: "M5.500 9.500 12 16l6.500-6.500",
  previous: "M14.500 5.500 8 12l6.500 6.500",
  next: "M9.500 5.500 16 12l-6.500 6.500",
  away: "M9 5H5v14h14v-4M13 5h6v6M19 5l-8.500 8.500",
  share: "M12 14V4M8 7.500 12 3.500l4 4M6 11H5v9h14v-9h-1",
  picture: "M4 5h16v14H4zM4 16l4.500-4.500 3.500 3.500 3-3 5 5",
  useful: "M7 11v9H4v-9zM7 11l4-7.500c1.600 0 2.300 1.200 2 2.700L12.500 9.500h6l1 1.500-1.500 8-1.500 1H7",
  not: "M7 13V4H4v9zM7 13l4 7.500c1.600 0 2.300-1.200 2-2.700l-.500-3.300h6l1-1.500-1.500-8L16.500 4H7",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.500 11v5.500M13.500 11v5.500",
  chat: "M4 5h16v11H11l-5 4v-4H4z",
  turn: "M5 5v6.500h12M13.500 7.500l4 4-4 4",
};

/** A small line drawing, hidden from screen readers. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const attributes = { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true", class: "icon" };
  for (const [key, value] of Object.entries(attributes)) drawing.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  drawing.append(path);
  return drawing;
}
