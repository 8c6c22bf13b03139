// What the page keeps in the browser, and how it asks the server. Nothing outlives the tab but the language.

const PATIENCE_MS = 60_000;
const KEPT_TURNS = 50;
const CONVERSATION = "plan136.conversation";
const TURNS = "plan136.turns";

/** The id of this tab's conversation: random, made here, nothing about the person. */
export function conversation() {
  let id = read("sessionStorage", CONVERSATION);
  if (!id) {
    id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    write("sessionStorage", CONVERSATION, id);
  }
  return id;
}

/** The questions and answers of this tab, oldest first. */
export function remembered() {
  try {
    return JSON.parse(read("sessionStorage", TURNS) ?? "[]");
  } catch {
    return [];
  }
}

/** Keeps an answer as it came, so that a reload shows the same. */
export function remember(question, reply) {
  write("sessionStorage", TURNS, JSON.stringify([...remembered(), { question, reply }].slice(-KEPT_TURNS)));
}

/** Starts anew: another id, no turns. */
export function forget() {
  write("sessionStorage", CONVERSATION, null);
  write("sessionStorage", TURNS, null);
}

/** Reads a lasting setting, or writes it when a value is given. */
export function setting(name, value) {
  if (value === undefined) return read("localStorage", `plan136.${name}`);
  write("localStorage", `plan136.${name}`, value);
  return value;
}

/** {reply} or {code}: what the server said, or why there is no answer. */
export async function ask(text, id) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch("/api/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, conversation: id }),
      signal: patience.signal,
    });
    const answer = await response.json();
    return response.ok ? { reply: answer } : { code: answer.error?.code ?? "other" };
  } catch (error) {
    if (error.name === "AbortError") return { code: "timeout" };
    return { code: error instanceof TypeError ? "offline" : "other" };
  } finally {
    clearTimeout(timer);
  }
}

const memory = new Map(); // stands in where the browser forbids storage

function read(storage, key) {
  try {
    return window[storage].getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(storage, key, value) {
  memory.set(key, value);
  try {
    if (value === null) window[storage].removeItem(key);
    else window[storage].setItem(key, value);
  } catch {
    // full or forbidden: memory has it until the page closes
  }
}
