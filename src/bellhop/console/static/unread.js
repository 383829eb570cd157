// Unread marks: what this browser has seen of each channel, against what there is.

import { recall, remember } from "./memory.js";

const seen = recall("seen", {});
const plainTitle = document.title;
let missed = 0;

function links() {
  return [...document.querySelectorAll(".side-link[data-channel]")];
}

function showMarks() {
  let any = false;
  for (const link of links()) {
    const unread = link.getAttribute("aria-current") !== "page" && Number(link.dataset.last) > (seen[link.dataset.channel] || 0);
    link.classList.toggle("is-unread", unread);
    link.querySelector(".mark-unread").hidden = !unread;
    any ||= unread;
  }
  const onMenu = document.querySelector('[data-drawer="open"] .mark-unread');
  if (onMenu) onMenu.hidden = !any;
}

/** Something new stands in a channel. */
export function arrived(channel, id) {
  const link = links().find((one) => one.dataset.channel === channel);
  if (link) link.dataset.last = String(Math.max(Number(link.dataset.last), id));
  showMarks();
}

/** The viewer looks at a channel. */
export function sawAll(channel) {
  const link = links().find((one) => one.dataset.channel === channel);
  if (!link || document.hidden) return;
  seen[channel] = Number(link.dataset.last);
  remember("seen", seen);
  showMarks();
}

export function countMissed() {
  if (!document.hidden) return;
  missed += 1;
  document.title = `(${missed}) ${plainTitle}`;
}

export function wireUnread(channel) {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    missed = 0;
    document.title = plainTitle;
    if (channel) sawAll(channel);
  });
  if (channel) sawAll(channel);
  showMarks();
}
