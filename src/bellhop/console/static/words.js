// The page's fixed words in its language.

const known = JSON.parse(document.getElementById("words")?.textContent || "{}");

export function say(english, values = {}) {
  const text = known[english] ?? english;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
