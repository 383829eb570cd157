// What this browser remembers; nothing, where storage is switched off.

export function recall(key, fallback) {
  try {
    const text = localStorage.getItem(`bellhop:${key}`);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(`bellhop:${key}`, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only means that nothing is remembered.
  }
}
