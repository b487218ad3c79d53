// Names of vehicles beside their marks while few are in sight, and of the chosen thing always. Which ones and on which
// side is settled a few times a second; between two settlings a name only moves with its mark.

import { tell } from "./bus.js";
import { label, Room } from "./labels.js";
import { mix, onTheme, theme, withAlpha } from "./theme.js";

const SETTLE_MS = 400;
const FEW = [[12, 0], [70, 13], [160, 15]];   // so many vehicles in sight are named from such a zoom on
const MOST = 60;
const ASK = 50;         // names asked for at once
const LOST_MS = 5000;
const KEEP = 4000;
const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1]];
const GAP = 10;

export class Tags {
  constructor(vehicles) {
    this._vehicles = vehicles;
    this._names = new Map();
    this._asked = new Set();
    this.chosen = "";
    this._placed = [];
    this.due = true;
    onTheme(() => { this.due = true; });
  }

  // Words for keys that were asked for.
  take(names) {
    if (this._names.size > KEEP) this._names.clear();
    for (const [key, name] of Object.entries(names)) {
      this._names.set(Number(key), String(name));
      this._asked.delete(Number(key));
    }
    this.due = true;
  }

  // Draw over the pixels of this frame. `taken` are boxes of names that stand already, in the same pixels.
  paint(context, ids, stage, selection, place, taken) {
    const now = performance.now();
    if (this.due || now - this._settledAt > SETTLE_MS) {
      this._settledAt = now;
      this.due = false;
      this._settle(ids, stage, selection, place, taken());
    }
    for (const tag of this._placed) {
      const at = tag.key ? this._mark(tag.key, stage) : place(selection);
      if (at) context.drawImage(tag.picture, Math.round(at[0]) + tag.dx, Math.round(at[1]) + tag.dy);
    }
  }

  _mark(key, stage) {
    const at = this._vehicles.at(key);
    return at && [at[0] * stage.s + stage.cx, stage.cy - at[1] * stage.s];
  }

  _settle(ids, stage, selection, place, taken) {
    const room = new Room(taken), before = new Map(this._placed.map((tag) => [tag.key, tag.side]));
    this._placed = [];
    const at = this.chosen ? place(selection) : null;
    if (at) this._put(room, ids, stage, { key: 0, text: this.chosen, at, own: this._id(selection), side: before.get(0) }, true);
    for (const row of this._rows(stage, before)) {
      const key = this._vehicles.keys[row], text = this._names.get(key);
      if (selection.kind === "vehicle" && selection.key === key) continue;
      if (text === undefined) this._want(key);
      else if (text && this._placed.length < MOST) {
        this._put(room, ids, stage, { key, text, at: this._mark(key, stage), own: -1 - row, side: before.get(key) }, false);
      }
    }
    this._ask();
  }

  _id({ kind, key }) {
    return kind === "vehicle" ? -1 - this._vehicles.row(key) : 0;
  }

  // Rows of the vehicles to name: those named before come first, so that names do not hop about.
  _rows(stage, before) {
    const { sight, inSight } = this._vehicles;
    if (!FEW.some(([most, zoom]) => inSight <= most && stage.zoom >= zoom)) return [];
    const rows = Array.from(sight.subarray(0, Math.min(inSight, sight.length)));
    const known = (row) => before.has(this._vehicles.keys[row]);
    return [...rows.filter(known), ...rows.filter((row) => !known(row))];
  }

  // On the first side that is free of other names and of other marks; the chosen thing's name stands in any case.
  _put(room, ids, stage, thing, always) {
    const picture = label(thing.text, always ? chosenStyle() : plainStyle(), stage.dpr);
    const sides = [...new Set([thing.side ?? 0, 0, 1, 2, 3])];
    for (const side of sides) {
      const [dx, dy] = offset(picture, side, (always ? GAP + 7 : GAP) * stage.dpr);
      const x = Math.round(thing.at[0]) + dx, y = Math.round(thing.at[1]) + dy;
      if (covered(ids, stage, x, y, picture.width, picture.height, thing.own) > 0.01) continue;
      if (!room.take(x, y, picture.width, picture.height)) continue;
      this._placed.push({ key: thing.key, side, picture, dx, dy });
      return;
    }
    if (!always) return;
    const [dx, dy] = offset(picture, 0, (GAP + 7) * stage.dpr);
    room.force(Math.round(thing.at[0]) + dx, Math.round(thing.at[1]) + dy, picture.width, picture.height);
    this._placed.push({ key: thing.key, side: 0, picture, dx, dy });
  }

  _want(key) {
    if (this._asked.size < ASK && !this._asked.has(key)) {
      this._asked.add(key);
      this._fresh = true;
    }
  }

  // A question that got lost is asked again; every answer names all keys of its question.
  _ask() {
    if (this._fresh) {
      this._askedAt = performance.now();
      tell("names", { keys: [...this._asked] });
    } else if (performance.now() - this._askedAt > LOST_MS) this._asked.clear();
    this._fresh = false;
  }
}

function offset(picture, side, gap) {
  const [sx, sy] = SIDES[side], w = picture.width, h = picture.height, pad = picture.pad;
  return [Math.round(sx > 0 ? gap - pad : sx < 0 ? pad - gap - w : -w / 2),
    Math.round(sy > 0 ? gap - pad : sy < 0 ? pad - gap - h : -h / 2)];
}

// The share of a box that lies on marks other than its own, by a sample of its pixels.
export function covered(ids, { width, height }, x, y, w, h, own = 0, counts = () => true) {
  let hits = 0, looked = 0;
  for (let py = y + 2; py < y + h - 2; py += 3) {
    for (let px = x + 2; px < x + w - 2; px += 3) {
      looked++;
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const id = ids[py * width + px];
      if (id && id !== own && counts(id)) hits++;
    }
  }
  return looked ? hits / looked : 0;
}

function plainStyle() {
  return { key: "v", size: 11, colour: mix(theme.secondary, theme.text, 0.5), halo: withAlpha(theme.panel, 0.9) };
}

function chosenStyle() {
  return { key: "V", size: 12, weight: 500, colour: theme.text, halo: withAlpha(theme.raised, 0.01), plate: theme.raised,
    line: theme.accent };
}
