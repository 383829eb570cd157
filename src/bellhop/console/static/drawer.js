// The channels as a drawer on a phone, and the switch between dark and light.

export function wireDrawer() {
  const opener = document.querySelector('[data-drawer="open"]');
  const side = document.getElementById("side");
  const set = (open) => {
    document.body.classList.toggle("drawer-open", open);
    opener?.setAttribute("aria-expanded", String(open));
    if (open) side.querySelector("a, button:not([hidden])")?.focus({ preventScroll: true });
    else if (side.contains(document.activeElement)) opener?.focus();
  };
  opener?.addEventListener("click", () => set(true));
  document.querySelectorAll('[data-drawer="close"]').forEach((one) => one.addEventListener("click", () => set(false)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("drawer-open")) set(false);
  });
}

export function wireTheme() {
  document.querySelector("[data-theme-toggle]")?.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("bellhop:theme", root.dataset.theme);
    } catch {
      // Not remembered, then.
    }
  });
}
