// Calls to the console's API; every failure is an Error with a sentence for people.

import { say } from "./words.js";

export async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(say("no connection to Bellhop"));
  }
  if (response.status === 401) {
    location.reload();
    throw new Error(say("Sign in"));
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error([body.error || response.statusText, body.fix].filter(Boolean).join(" · "));
  return body;
}

export function post(path, value) {
  return call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });
}

export function channelPath(name, rest) {
  return `/api/channels/${encodeURIComponent(name)}/${rest}`;
}
