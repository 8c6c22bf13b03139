// Random ids made in this browser: they tell conversations apart, and say nothing about the person.

import { read, write } from "./storage.js";

const VISITOR = "plan136.visitor";

/** A new id that cannot be guessed. */
export function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The id of this browser, by which the server limits and forgets. */
export function visitor() {
  let id = read("localStorage", VISITOR);
  if (!id) {
    id = randomId();
    write("localStorage", VISITOR, id);
  }
  return id;
}

/** The next question comes from nobody the server knew. */
export function dropVisitor() {
  write("localStorage", VISITOR, null);
}
