// Names as pictures drawn once: by text, style and pixel ratio. Later drawing is one copy each.

const KEEP = 600;
const kept = new Map();

export function label(text, style, dpr) {
  const key = `${style.key}/${dpr}/${text}`;
  let made = kept.get(key);
  if (!made) {
    if (kept.size > KEEP) kept.clear();
    kept.set(key, (made = draw(text, style, dpr)));
  }
  return made;
}

export function forgetLabels() {
  kept.clear();
}

function draw(text, style, dpr) {
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
  const font = `${style.weight ?? 400} ${style.size * dpr}px Roboto, sans-serif`, pad = 4 * dpr;
  const spacing = `${(style.spacing ?? 0) * dpr}px`;
  context.font = font;
  context.letterSpacing = spacing;
  canvas.width = Math.ceil(context.measureText(text).width) + 2 * pad;
  canvas.height = Math.ceil(style.size * dpr * 1.3) + 2 * pad;
  Object.assign(context, {
    font, letterSpacing: spacing, textBaseline: "middle", lineJoin: "round", lineWidth: 3 * dpr,
    strokeStyle: style.halo, fillStyle: style.colour,
  });
  context.strokeText(text, pad, canvas.height / 2);
  context.fillText(text, pad, canvas.height / 2);
  return canvas;
}

// Places labels without letting two touch; the first asked wins.
export class Room {
  constructor() {
    this._taken = [];
  }

  take(x, y, w, h) {
    const box = [x, y, x + w, y + h];
    if (this._taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) return false;
    this._taken.push(box);
    return true;
  }
}
