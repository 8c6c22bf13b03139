// What the page asks of the server.

import { visitor } from "./identity.js";

const PATIENCE_MS = 60_000;
const MOST_FORGOTTEN = 100; // conversations in one call; the browser keeps fewer

/** {reply} or {code}: what the server said, or why there is no answer; `onState` hears what it is doing meanwhile. */
export async function ask(text, conversation, onState) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await post("/api/ask/events", { text, conversation, visitor: visitor() }, patience.signal);
    if (!response.ok) return { code: (await response.json()).error?.code ?? "other" };
    let outcome = { code: "broken" };
    for await (const { name, data } of events(response.body)) {
      if (name === "state") onState(data.state);
      else if (name === "reply") outcome = { reply: data };
      else if (name === "error") outcome = { code: data.error.code };
    }
    return outcome;
  } catch (error) {
    if (error.name === "AbortError") return { code: "timeout" };
    return { code: error instanceof TypeError ? "offline" : "other" };
  } finally {
    clearTimeout(timer);
  }
}

/** An answer as it was given; null when it is kept no longer. */
export async function keptAnswer(id) {
  const response = await fetch(`/api/answers/${encodeURIComponent(id)}`);
  return response.ok ? response.json() : null;
}

/** Whether the server noted what the person thinks of an answer. */
export async function sendOpinion(id, useful, reason = null) {
  return done(`/api/answers/${encodeURIComponent(id)}/opinion`, { useful, reason, visitor: visitor() });
}

/** Whether the server noted that the person gives the address of their answer away. */
export async function sendShared(id) {
  return done(`/api/answers/${encodeURIComponent(id)}/share`, { visitor: visitor() });
}

/** How many of each the server deleted of a browser and its conversations, with shared answers too or without them;
 * null when it could not. */
export async function forgetMe(who, conversations, shared = false) {
  try {
    const response = await post("/api/forget", { visitor: who, conversations: conversations.slice(0, MOST_FORGOTTEN), shared });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

async function done(address, body) {
  try {
    return (await post(address, body)).ok;
  } catch {
    return false;
  }
}

function post(address, body, signal) {
  return fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
}

/** The events of a stream: {name, data}. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { value, done: ended } = await reader.read();
    if (ended) return;
    held += value;
    const whole = held.split("\n\n");
    held = whole.pop();
    for (const each of whole) {
      const name = /^event: (.*)$/m.exec(each)?.[1];
      const data = /^data: (.*)$/m.exec(each)?.[1];
      if (name && data) yield { name, data: JSON.parse(data) };
    }
  }
}
