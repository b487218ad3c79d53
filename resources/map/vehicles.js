// Vehicles slide from where they are drawn to their last received fix, in the time that lay between the last two
// fixes: always one interval behind, never ahead. Late ones stand still; the program dims them by the fix's age.

import { fit, stamp } from "./sprites.js";
import { TURNS } from "./shapes.js";

const LONGEST_SLIDE = 120;   // city seconds; fixes further apart than this do not slide
const LONGEST_JUMP = 3000;   // map metres
const ROOM_AT_12 = 500;
const SIGHT = 256;           // rows in sight that are noted down

export class Vehicles {
  constructor(shapes) {
    this._shapes = shapes;
    this.n = 0;
    this.keys = new Uint32Array(0);
    this.sliding = false;
    this.sight = new Int32Array(SIGHT);
    this.inSight = 0;
    this._table = [];
    this._columns = columns(0);
  }

  time() {
    return this._now + ((performance.now() - this._heard) / 1000) * this._speed;
  }

  // New fixes. A vehicle known before goes on from where it is drawn at this moment, so that nothing jumps.
  take(packed) {
    const old = { n: this.n, keys: this.keys, ...this._columns }, time = this.n ? this.time() : 0;
    this._now = packed.now;
    this._heard = performance.now();
    this._speed = packed.speed;
    this._columns = columns(packed.n);
    const rows = sameKeys(old, packed) ? null : new Map(Array.from(old.keys, (key, row) => [key, row]));
    for (let i = 0; i < packed.n; i++) {
      const row = rows ? rows.get(packed.key[i]) ?? -1 : i < old.n ? i : -1;
      this._takeOne(packed, i, old, row, time);
    }
    this.n = packed.n;
    this.keys = packed.key;
    this.looks = packed;
    this._rows = null;
    this._indexLooks();
    this.sliding = packed.speed > 0 && packed.n > 0;
  }

  _takeOne(packed, i, old, row, time) {
    const to = this._columns, gap = packed.t1[i] - packed.t0[i], fix = packed.now + packed.t1[i];
    const ex = (to.ex[i] = packed.x1[i]), ey = (to.ey[i] = packed.y1[i]);
    to.fix[i] = fix;
    if (row >= 0 && Math.abs(old.fix[row] - fix) < 0.5) {
      to.sx[i] = old.sx[row];
      to.sy[i] = old.sy[row];
      to.from[i] = old.from[row];
      to.span[i] = old.span[row];
      return;
    }
    const p = row >= 0 ? share(time, old.from[row], old.span[row]) : 0;
    const sx = row >= 0 ? old.sx[row] + (old.ex[row] - old.sx[row]) * p : packed.x0[i];
    const sy = row >= 0 ? old.sy[row] + (old.ey[row] - old.sy[row]) * p : packed.y0[i];
    const slides = gap > 0 && gap <= LONGEST_SLIDE && packed.speed > 0
      && Math.abs(ex - sx) + Math.abs(ey - sy) <= LONGEST_JUMP;
    to.sx[i] = slides ? sx : ex;
    to.sy[i] = slides ? sy : ey;
    to.from[i] = row >= 0 ? packed.now : fix;
    to.span[i] = slides ? gap : 0;
  }

  _indexLooks() {
    const { style, course, n } = this.looks;
    this._look = new Uint16Array(n);
    for (let i = 0; i < n; i++) this._look[i] = style[i] * TURNS + ((course[i] + 4) >> 3) % TURNS;
  }

  row(key) {
    this._rows ??= new Map(Array.from(this.keys, (k, i) => [k, i]));
    return this._rows.get(key) ?? -1;
  }

  at(key) {
    const i = this.row(key);
    if (i < 0) return null;
    const { sx, sy, ex, ey, from, span } = this._columns, p = share(this.time(), from[i], span[i]);
    return [sx[i] + (ex[i] - sx[i]) * p, sy[i] + (ey[i] - sy[i]) * p];
  }

  size(zoom, markSize) {
    const crowd = this.n / (ROOM_AT_12 * 4 ** (zoom - 12));
    return crowd <= 1 ? markSize * (zoom < 12.5 ? 0.85 : 1) : crowd < 20 ? 0.42 : 0.3;
  }

  // Whether they are drawn as specks because there are so many.
  get isCrowd() {
    return (this._crowd ?? 1) < 0.5;
  }

  forget() {
    this._table = [];
  }

  // ids are negative, so that one buffer tells complaints and vehicles apart.
  paint(pixels, ids, stage) {
    const { s, cx, cy, width, height, dpr } = stage, time = this.n ? this.time() : 0;
    const size = this.size(stage.zoom, stage.markSize / dpr) * dpr, edge = Math.ceil(12 * size) + 4;
    this._crowd = size / dpr;
    if (this._size !== size) this._table = [];
    this._size = size;
    const right = width - edge, bottom = height - edge;
    const { sx, sy, ex, ey, from, span } = this._columns, look = this._look;
    const sight = this.sight;
    let sliding = 0, seen = 0;
    for (let i = 0; i < this.n; i++) {
      let x = ex[i], y = ey[i];
      if (span[i] > 0) {
        const rest = 1 - (time - from[i]) / span[i];
        if (rest > 0) {
          sliding++;
          const back = rest < 1 ? rest : 1;
          x += (sx[i] - x) * back;
          y += (sy[i] - y) * back;
        }
      }
      const px = (x * s + cx + 0.5) | 0, py = (cy - y * s + 0.5) | 0;
      if (px < edge || py < edge || px >= right || py >= bottom) continue;
      if (seen < SIGHT) sight[seen] = i;
      seen++;
      stamp(pixels, ids, py * width + px, -1 - i, this._table[look[i]] ?? this._prepare(look[i], size, width));
    }
    this.inSight = seen;
    this.sliding = sliding > 0 && this._speed > 0;
  }

  _prepare(look, size, width) {
    const sprite = this._shapes.vehicle(Math.floor(look / TURNS), look % TURNS, size);
    return (this._table[look] = fit(sprite, width));
  }
}

function columns(n) {
  const places = () => new Float32Array(n), times = () => new Float64Array(n);
  return { sx: places(), sy: places(), ex: places(), ey: places(), from: times(), span: times(), fix: times() };
}

function sameKeys(old, packed) {
  if (old.n > packed.n) return false;
  for (let i = 0; i < old.n; i++) if (old.keys[i] !== packed.key[i]) return false;
  return true;
}

function share(time, from, span) {
  return span > 0 ? Math.max(0, Math.min(1, (time - from) / span)) : 1;
}
