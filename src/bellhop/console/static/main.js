// Puts the page's parts together; each of them works without the others.

import { Composer } from "./composer.js";
import { wireDrawer, wireTheme } from "./drawer.js";
import { wireFolds } from "./folds.js";
import { Live } from "./live.js";
import { wirePresses } from "./presses.js";
import { Scroll } from "./scroll.js";
import { separateDays, showTimes } from "./times.js";
import { wireUnread } from "./unread.js";
import { Upload } from "./upload.js";

const room = document.querySelector(".room");
const log = document.getElementById("log");

wireDrawer();
wireTheme();
showTimes();
wireUnread(room?.dataset.channel);

if (log) {
  wireFolds(log);
  separateDays(log);
  wirePresses(log, room.dataset.channel);
  const scroll = new Scroll(document.getElementById("scroll"), document.getElementById("to-end"));
  scroll.end();
  if (room.dataset.own) openRoom(scroll);
}

document.addEventListener("htmx:afterSwap", () => {
  showTimes();
  if (!log) return;
  wireFolds(log);
  separateDays(log);
});

function openRoom(scroll) {
  const live = new Live(room, scroll);
  const composer = new Composer(document.getElementById("composer"), room.dataset.channel, (message) => {
    scroll.end();
    live.wait(message);
  });
  if (room.dataset.upload) new Upload(room, (text, tone) => composer.tell(text, tone));
  room.querySelectorAll("[data-fill]").forEach((one) => one.addEventListener("click", () => composer.fill(one.dataset.fill)));
}
