// The live connection: what arrives is put in its place, what changed takes the place of what it was.

import { say } from "./words.js";
import { wireFolds } from "./folds.js";
import { separateDays, showTimes } from "./times.js";
import { arrived, countMissed, sawAll } from "./unread.js";

const WAIT = 90_000;

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector(".entry");
}

/** Puts an entry where its number says: what another replica posted may come late. False if it is older than the page. */
function insert(list, entry) {
  const entries = [...list.querySelectorAll(":scope > .entry")];
  const later = entries.find((one) => Number(one.dataset.key) > Number(entry.dataset.key));
  if (later && later === entries[0] && list.querySelector(":scope > .earlier")) return false;
  if (later) later.before(entry);
  else list.append(entry);
  return true;
}

export class Live {
  constructor(room, scroll) {
    this.room = room;
    this.scroll = scroll;
    this.log = room.querySelector("#log");
    this.channel = room.dataset.channel;
    this.stamp = Number(room.dataset.stamp);
    this.state = document.getElementById("link-state");
    this.waits = new Map();
    // The extension makes a new connection after a hard failure; it shall go on where the last one stopped.
    htmx.createEventSource = (url) => new EventSource(`${url}?after=${this.stamp}`);
    room.addEventListener("htmx:sseOpen", () => this.tell("live", "Live"));
    room.addEventListener("htmx:sseError", (event) => this.lost(event));
    this.log.addEventListener("htmx:sseBeforeMessage", (event) => this.take(event));
  }

  tell(state, english) {
    this.state.dataset.state = state;
    this.state.lastElementChild.textContent = say(english);
  }

  async lost(event) {
    this.tell("lost", "Offline, trying again");
    if (event.detail.source?.readyState !== EventSource.CLOSED) return;
    const response = await fetch("/api/channels").catch(() => null);
    if (response?.status === 401) location.reload();
  }

  take(event) {
    event.preventDefault();
    const { type, data, lastEventId } = event.detail;
    this.stamp = Math.max(this.stamp, Number(lastEventId) || 0);
    if (type === "elsewhere") {
      const { channel, id } = JSON.parse(data);
      arrived(channel, id);
    } else {
      this.place(parse(data));
    }
  }

  place(entry) {
    const there = document.getElementById(entry.id);
    if (there) this.change(there, entry);
    else this.add(entry);
    showTimes(there || entry);
    arrived(this.channel, Number(entry.dataset.key));
    sawAll(this.channel);
  }

  change(there, entry) {
    if (there.dataset.changed === entry.dataset.changed) return;
    this.scroll.keep(() => this.swap(there, entry), false);
    this.latest(there);
    there.classList.remove("is-changed");
    void there.offsetWidth; // without a look in between, the flash would not be played again
    there.classList.add("is-changed");
  }

  swap(there, entry) {
    const opened = [...there.querySelectorAll(":scope > .bubble .fold")].map((fold) => fold.dataset.state);
    there.dataset.changed = entry.dataset.changed;
    for (const part of [".avatar", ".bubble"]) {
      there.querySelector(`:scope > ${part}`).replaceWith(entry.querySelector(`:scope > ${part}`));
    }
    there.querySelectorAll(":scope > .bubble .fold").forEach((fold, index) => {
      if (opened[index] === "open") fold.dataset.state = "open";
    });
    wireFolds(there);
  }

  add(entry) {
    const parent = entry.dataset.thread && document.getElementById(`m${entry.dataset.thread}`);
    if (entry.dataset.thread && !parent) return; // its story stands further up than this page goes
    wireFolds(entry);
    entry.classList.add("is-new");
    this.scroll.keep(() => {
      if (parent) {
        this.answered(parent.dataset.key);
        const thread = parent.querySelector(":scope > .thread");
        thread.hidden = false;
        insert(thread.querySelector(".replies"), entry);
        this.latest(entry);
      } else if (insert(this.log, entry)) {
        separateDays(this.log);
      }
    });
    if (this.waits.has(entry.dataset.key)) this.wait(entry.dataset.key);
    countMissed();
  }

  latest(entry) {
    const thread = entry.parentElement.closest(".thread");
    if (!thread) return;
    const replies = [...thread.querySelectorAll(":scope > .replies > .entry")];
    const last = replies.at(-1);
    thread.querySelector(".count").textContent = replies.length === 1 ? say("1 reply") : say("{n} replies", { n: replies.length });
    thread.querySelector(".latest").textContent = last.querySelector(".title, .said")?.textContent ?? "";
  }

  /** Shows that an answer to a message is on its way, also if the message itself is not here yet. */
  wait(id) {
    const key = String(id);
    if (!this.waits.has(key)) this.waits.set(key, setTimeout(() => this.answered(key), WAIT));
    const entry = document.getElementById(`m${key}`);
    if (!entry || entry.querySelector(":scope > .bubble > .waiting")) return;
    if (entry.querySelector(":scope > .thread .entry")) {
      this.answered(key);
      return;
    }
    const line = document.createElement("p");
    line.className = "waiting";
    line.setAttribute("role", "status");
    line.append(...[0, 1, 2].map(() => document.createElement("i")), say("Bellhop is working"));
    this.scroll.keep(() => entry.querySelector(":scope > .bubble").append(line));
  }

  answered(key) {
    clearTimeout(this.waits.get(key));
    this.waits.delete(key);
    document.querySelector(`#m${CSS.escape(key)} > .bubble > .waiting`)?.remove();
  }
}
