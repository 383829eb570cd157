// The message box: sends, remembers what was sent, and says what went wrong.

import { channelPath, post } from "./api.js";
import { Completion } from "./complete.js";
import { recall, remember } from "./memory.js";
import { say } from "./words.js";

const KEPT = 50;

export class Composer {
  constructor(form, channel, onSent) {
    this.channel = channel;
    this.onSent = onSent;
    this.box = form.querySelector("textarea");
    this.send = form.querySelector("#send");
    this.problem = form.querySelector("#problem");
    this.completion = new Completion(this.box, form.querySelector("#popup"));
    this.history = recall(`history:${channel}`, []);
    this.back = 0;
    this.draft = "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("input", () => this.fit());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.value = recall(`draft:${channel}`, "");
    this.fit();
  }

  fit() {
    this.send.disabled = !this.box.value.trim() || this.sending;
    remember(`draft:${this.channel}`, this.box.value);
    if (CSS.supports("field-sizing", "content")) return;
    this.box.rows = Math.min(12, this.box.value.split("\n").length);
  }

  fill(text) {
    this.box.value = text;
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
    this.fit();
  }

  key(event) {
    if (event.isComposing) return; // Enter ends a Korean syllable, not the message
    if (this.completion.key(event)) {
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && this.onFirstLine()) {
      this.turn(event, 1);
    } else if (event.key === "ArrowDown" && this.back > 0 && this.onLastLine()) {
      this.turn(event, -1);
    }
  }

  onFirstLine() {
    return !this.box.value.slice(0, this.box.selectionStart).includes("\n");
  }

  onLastLine() {
    return !this.box.value.slice(this.box.selectionEnd).includes("\n");
  }

  turn(event, step) {
    const wanted = this.back + step;
    if (wanted < 0 || wanted > this.history.length) return;
    event.preventDefault();
    if (this.back === 0) this.draft = this.box.value;
    this.back = wanted;
    this.fill(wanted === 0 ? this.draft : this.history.at(-wanted));
  }

  async submit() {
    const text = this.box.value.trim();
    if (!text || this.sending) return;
    this.completion.close();
    this.tell("");
    this.busy(true);
    try {
      const { message } = await post(channelPath(this.channel, "messages"), { text });
      this.keep(text);
      this.onSent(message);
      if (this.box.value.trim() === text) this.box.value = "";
    } catch (error) {
      this.tell(`${say("The message was not sent:")} ${error.message}`, "bad");
    } finally {
      this.busy(false);
    }
  }

  keep(text) {
    this.history = [...this.history.filter((one) => one !== text), text].slice(-KEPT);
    this.back = 0;
    remember(`history:${this.channel}`, this.history);
  }

  busy(on) {
    this.sending = on;
    if (on) this.send.setAttribute("aria-busy", "true");
    else this.send.removeAttribute("aria-busy");
    this.fit();
  }

  /** A line above the box: what went wrong (`bad`), or what is going on. */
  tell(text, tone = "") {
    this.problem.dataset.tone = tone;
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }
}
