// Colours come from the program's tokens; nothing here knows which theme it is.

const listeners = [];
export const theme = {
  window: "#11171d", panel: "#182128", raised: "#202b34", line: "#2d3a45", selection: "#17303d", text: "#e4ecf2",
  secondary: "#9fb1bf", faint: "#8fa2b0", accent: "#4fb3d9", kritis: "#ff5a67", tinggi: "#ff9e2c", menengah: "#f2d15c",
  rendah: "#8fa5b7", good: "#4cc38a", replay: "#b48cf2",
};

export function setTheme(tokens) {
  for (const role of Object.keys(theme)) {
    if (/^#[0-9a-f]{6}$/i.test(tokens[role] ?? "")) theme[role] = tokens[role];
    document.documentElement.style.setProperty(`--${role}`, theme[role]);
  }
  for (const listener of listeners) listener();
}

export function onTheme(listener) {
  listeners.push(listener);
}

export function rgb(hex) {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

// Between two colours: share 0 is the first, 1 the second.
export function mix(first, second, share) {
  const a = rgb(first), b = rgb(second);
  const part = a.map((v, i) => Math.round(v + (b[i] - v) * share).toString(16).padStart(2, "0"));
  return `#${part.join("")}`;
}

export function withAlpha(hex, alpha) {
  return `rgba(${rgb(hex).join(",")},${alpha})`;
}
