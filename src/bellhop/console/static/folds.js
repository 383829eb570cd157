// Show more, Show less: unfolding is the viewer's own affair and needs no server.

import { say } from "./words.js";

function label(fold, button) {
  const open = fold.dataset.state === "open";
  button.textContent = say(open ? "Show less" : "Show more");
  button.setAttribute("aria-expanded", String(open));
}

/** Gives every folded block below `root` its button; those that the message brought along would do the same. */
export function wireFolds(root) {
  for (const fold of root.querySelectorAll(".fold")) {
    if (fold.querySelector(".btn-fold")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-fold";
    button.addEventListener("click", () => {
      fold.dataset.state = fold.dataset.state === "open" ? "closed" : "open";
      label(fold, button);
      if (fold.dataset.state === "closed") fold.scrollIntoView({ block: "nearest" });
    });
    label(fold, button);
    fold.append(button);
  }
  for (const button of root.querySelectorAll('.msg .actions [name="more"], .msg .actions [name="less"]')) button.remove();
  for (const actions of root.querySelectorAll(".msg .actions:empty")) actions.remove();
}
