// Times on the viewer's clock: short beside a message, whole on hover, relative while it is news.

import { say } from "./words.js";

const lang = document.documentElement.lang || undefined;
const clock = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayAndClock = new Intl.DateTimeFormat(lang, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const whole = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "long" });
const day = new Intl.DateTimeFormat(lang, { weekday: "long", year: "numeric", month: "long", day: "numeric" });
const ago = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });

function relative(moment) {
  const seconds = Math.round((moment - Date.now()) / 1000);
  if (seconds > -5) return ago.format(0, "second");
  if (seconds > -60) return ago.format(Math.ceil(seconds / 5) * 5, "second");
  return ago.format(Math.ceil(seconds / 60), "minute");
}

function show(time) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  time.title = whole.format(moment);
  if ("full" in time.dataset) {
    time.textContent = whole.format(moment);
    return;
  }
  const age = Date.now() - moment;
  const inLog = time.closest(".log");
  const absolute = (inLog ? clock : dayAndClock).format(moment);
  time.textContent = age < 3_600_000 ? `${absolute} · ${relative(moment)}` : absolute;
}

export function showTimes(root = document) {
  root.querySelectorAll("time[datetime]").forEach(show);
}

function dayName(moment) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (moment.toDateString() === today.toDateString()) return say("Today");
  if (moment.toDateString() === yesterday.toDateString()) return say("Yesterday");
  return day.format(moment);
}

/** Puts a separator before the first message of each day. */
export function separateDays(log) {
  log.querySelectorAll(":scope > .day").forEach((line) => line.remove());
  let before = "";
  for (const entry of log.querySelectorAll(":scope > .entry")) {
    const moment = new Date(entry.querySelector("time").dateTime);
    if (moment.toDateString() !== before) {
      before = moment.toDateString();
      const line = document.createElement("li");
      line.className = "day";
      line.textContent = dayName(moment);
      entry.before(line);
    }
  }
}

setInterval(() => showTimes(), 30_000);
