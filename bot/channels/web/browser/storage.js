// What the browser keeps for us, and memory where it forbids to.

const memory = new Map();

/** The value under a key of "localStorage" or "sessionStorage"; null when there is none. */
export function read(area, key) {
  try {
    return window[area].getItem(key) ?? memory.get(area + key) ?? null;
  } catch {
    return memory.get(area + key) ?? null;
  }
}

/** Keeps a value, or drops it when null; false when the browser has no room for it or forbids keeping. */
export function write(area, key, value) {
  if (value === null) memory.delete(area + key);
  else memory.set(area + key, value);
  try {
    if (value === null) window[area].removeItem(key);
    else window[area].setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/** A kept JSON value; `otherwise` when there is none, or it cannot be read. */
export function readJson(area, key, otherwise) {
  try {
    return JSON.parse(read(area, key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
