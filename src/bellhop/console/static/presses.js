// The buttons on messages: pressed once, busy until Bellhop has taken it, and what it says stands beneath.

import { channelPath, post } from "./api.js";

function tell(entry, text, tone) {
  const notice = entry.querySelector(":scope > .bubble > .notice");
  notice.hidden = !text;
  notice.dataset.tone = tone;
  notice.textContent = text;
}

async function press(channel, entry, button) {
  const buttons = [...button.closest(".actions").querySelectorAll("button")];
  buttons.forEach((one) => (one.disabled = true));
  button.setAttribute("aria-busy", "true");
  tell(entry, "", "");
  try {
    const text = button.closest(".msg").querySelector(".asked input")?.value ?? "";
    const value = { message: entry.dataset.key, action: button.name, value: button.value, text };
    const { notice } = await post(channelPath(channel, "press"), value);
    tell(entry, notice, "");
  } catch (error) {
    tell(entry, error.message, "bad");
  } finally {
    button.removeAttribute("aria-busy");
    buttons.forEach((one) => (one.disabled = false));
  }
}

export function wirePresses(log, channel) {
  log.addEventListener("click", (event) => {
    const button = event.target.closest(".msg .actions button");
    if (button) press(channel, button.closest(".entry"), button);
  });
}
