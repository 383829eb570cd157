// The completion popup: services, operations and options for the word being typed.

import { call } from "./api.js";

const MENTION = "@aws ";

export class Completion {
  constructor(box, popup) {
    this.box = box;
    this.popup = popup;
    this.items = [];
    this.at = -1;
    this.chosen = false;
    this.asking = null;
    box.addEventListener("input", () => this.look());
    box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    popup.addEventListener("pointerdown", (event) => event.preventDefault());
    popup.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) this.take(Number(item.dataset.index));
    });
  }

  get open() {
    return !this.popup.hidden;
  }

  typed() {
    return this.box.value.slice(0, this.box.selectionStart);
  }

  async look(force = false) {
    const typed = this.typed();
    this.asking?.abort();
    if (!force && !typed.trim()) return this.close();
    if (!typed.includes(" ") && MENTION.startsWith(typed)) return this.show([{ word: "@aws", hint: "" }], typed);
    this.asking = new AbortController();
    try {
      const found = await call(`/api/complete?text=${encodeURIComponent(typed)}`, { signal: this.asking.signal });
      if (this.typed() === typed) this.show(found, typed);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // completion is a help, not a promise
    }
    return undefined;
  }

  show(items, typed) {
    const word = typed.split(/\s/).at(-1);
    if (items.length === 1 && items[0].word === word) return this.close();
    this.items = items;
    this.popup.replaceChildren(...items.map((item, index) => row(item, index, word)));
    this.popup.hidden = items.length === 0;
    this.box.setAttribute("aria-expanded", String(items.length > 0));
    this.choose(items.length ? 0 : -1);
    this.chosen = false;
    return undefined;
  }

  choose(index) {
    this.at = index;
    this.popup.querySelectorAll("li").forEach((row, at) => {
      row.setAttribute("aria-selected", String(at === index));
      if (at === index) row.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", `option-${index}`);
  }

  close() {
    this.asking?.abort();
    this.popup.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }

  take(index) {
    const typed = this.typed();
    const rest = this.box.value.slice(typed.length);
    const start = typed.slice(0, typed.length - typed.split(/\s/).at(-1).length);
    const text = `${start}${this.items[index].word} `;
    this.box.value = text + rest.replace(/^ /, "");
    this.box.setSelectionRange(text.length, text.length);
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.box.focus();
  }

  /** Takes a key if the popup has a use for it; gives whether it did. */
  key(event) {
    if (event.key === "Tab" && !event.shiftKey && !this.open && this.box.value.trim()) {
      this.look(true);
      return true;
    }
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.choose((this.at + step + this.items.length) % this.items.length);
      this.chosen = true;
    } else if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && !event.shiftKey && !this.whole())) {
      this.take(this.at);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    return true;
  }

  /** Whether Enter should send: nothing was chosen, and nothing of the word is missing or no word was begun. */
  whole() {
    if (this.chosen) return false;
    const word = this.typed().split(/\s/).at(-1);
    return word === "" || this.items.some((item) => item.word === word);
  }
}

function row(item, index, word) {
  const line = document.createElement("li");
  line.id = `option-${index}`;
  line.role = "option";
  line.dataset.index = index;
  const name = document.createElement("b");
  if (word && item.word.startsWith(word)) {
    const mark = document.createElement("mark");
    mark.textContent = word;
    name.append(mark, item.word.slice(word.length));
  } else {
    name.textContent = item.word;
  }
  const hint = document.createElement("span");
  hint.textContent = item.hint;
  line.append(name, hint);
  return line;
}
