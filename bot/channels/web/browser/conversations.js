// The conversations kept in this browser, newest first: {id, at, turns: [{question, reply, opinion}]}.

import { randomId } from "./identity.js";
import { read, readJson, write } from "./storage.js";

const KEPT = 30;
const KEPT_TURNS = 40;
const LIST = "plan136.conversations";
const CURRENT = "plan136.conversation"; // of this tab

/** Every kept conversation, the one used last first. */
export function conversations() {
  const found = readJson("localStorage", LIST, []);
  return Array.isArray(found) ? found.filter((each) => each && each.id && Array.isArray(each.turns) && each.turns.length) : [];
}

/** The id of this tab's conversation, made when there is none. */
export function current() {
  return read("sessionStorage", CURRENT) ?? begin();
}

/** Starts a conversation without turns. */
export function begin() {
  return open(randomId());
}

/** Makes a conversation this tab's. */
export function open(id) {
  write("sessionStorage", CURRENT, id);
  return id;
}

/** The questions and answers of a conversation, oldest first. */
export function turnsOf(id) {
  return conversations().find((each) => each.id === id)?.turns ?? [];
}

/** Keeps an answer as it came, so that a reload shows the same. */
export function remember(id, question, reply) {
  const turns = [...turnsOf(id), { question, reply }].slice(-KEPT_TURNS);
  keep([{ id, at: Date.now(), turns }, ...conversations().filter((each) => each.id !== id)]);
}

/** Keeps what was thought of an answer: "useful" or "not". */
export function rememberOpinion(answerId, opinion) {
  const list = conversations();
  for (const turn of list.flatMap((each) => each.turns)) if (turn.reply.id === answerId) turn.opinion = opinion;
  keep(list);
}

/** Takes a conversation off the list. */
export function remove(id) {
  keep(conversations().filter((each) => each.id !== id));
}

/** Takes every conversation off the list. */
export function removeAll() {
  keep([]);
}

function keep(list) {
  let kept = list.slice(0, KEPT);
  while (!write("localStorage", LIST, kept.length ? JSON.stringify(kept) : null) && kept.length > 1) {
    kept = kept.slice(0, -1); // no room: the oldest goes
  }
}
