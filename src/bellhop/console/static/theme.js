// Runs before the page is painted, so that it does not flash: the theme that this browser chose, if it chose one.
(() => {
  const root = document.documentElement;
  try {
    const chosen = localStorage.getItem("bellhop:theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch {
    // Without storage, the system's choice holds.
  }
})();
