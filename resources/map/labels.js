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
  const font = `${style.weight ?? 400} ${style.size * dpr}px Roboto, sans-serif`, pad = (style.plate ? 7 : 4) * dpr;
  const spacing = `${(style.spacing ?? 0) * dpr}px`;
  context.font = font;
  context.letterSpacing = spacing;
  canvas.pad = style.plate ? 0 : pad;
  canvas.width = Math.ceil(context.measureText(text).width) + 2 * pad;
  canvas.height = Math.ceil(style.size * dpr * 1.3) + 2 * (style.plate ? 3 * dpr : pad);
  if (style.plate) plate(context, canvas, style, dpr);
  Object.assign(context, {
    font, letterSpacing: spacing, textBaseline: "middle", lineJoin: "round", lineWidth: 3 * dpr,
    strokeStyle: style.halo, fillStyle: style.colour,
  });
  context.strokeText(text, pad, canvas.height / 2);
  context.fillText(text, pad, canvas.height / 2);
  return canvas;
}

function plate(context, canvas, style, dpr) {
  context.beginPath();
  context.roundRect(dpr / 2, dpr / 2, canvas.width - dpr, canvas.height - dpr, 4 * dpr);
  Object.assign(context, { fillStyle: style.plate, strokeStyle: style.line, lineWidth: dpr });
  context.fill();
  context.stroke();
}

// Places labels without letting two touch; the first asked wins.
export class Room {
  constructor(taken = []) {
    this._taken = [...taken];
  }

  take(x, y, w, h) {
    const free = this.isFree(x, y, w, h);
    if (free) this.force(x, y, w, h);
    return free;
  }

  force(x, y, w, h) {
    this._taken.push([x, y, x + w, y + h]);
  }

  get boxes() {
    return this._taken;
  }

  isFree(x, y, w, h) {
    return !this._taken.some((b) => b[0] < x + w && x < b[2] && b[1] < y + h && y < b[3]);
  }
}
