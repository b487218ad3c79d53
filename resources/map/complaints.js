// Complaints: columns as received, and how they are shown: as marks while there is room, else as dots under the heat.

import { fit, stamp } from "./sprites.js";

const ROOM_AT_12 = 260;   // marks of one severity and all graver ones that a whole city bears at zoom 12
const SEVERITIES = 4;

export class Complaints {
  constructor(shapes) {
    this._shapes = shapes;
    this.data = null;
    this.rows = new Map();
  }

  take(packed) {
    this.data = packed;
    this.ends = new Array(SEVERITIES).fill(0);   // rows are ordered by severity; where each one ends
    for (let i = 0; i < packed.n; i++) this.ends[packed.style[i]] = i + 1;
    for (let s = 1; s < SEVERITIES; s++) this.ends[s] = Math.max(this.ends[s], this.ends[s - 1]);
    this.rows = null;
  }

  // The least severity drawn as marks at this zoom; below it the heat speaks. By zoom and city total only, so that
  // panning changes nothing.
  marksFrom(zoom) {
    if (!this.data) return 0;
    const room = ROOM_AT_12 * 4 ** (zoom - 12);
    for (let s = 0; s < SEVERITIES; s++) {
      const graver = this.data.n - (s ? this.ends[s - 1] : 0);
      if (graver <= room) return s;
    }
    return SEVERITIES;
  }

  row(key) {
    if (!this.data) return -1;
    if (!this.rows) this.rows = new Map(Array.from(this.data.key, (k, i) => [k, i]));
    return this.rows.get(key) ?? -1;
  }

  at(key) {
    const i = this.row(key);
    return i < 0 ? null : [this.data.x[i], this.data.y[i]];
  }

  paint(pixels, ids, stage) {
    if (!this.data) return;
    const from = this.marksFrom(stage.zoom), size = stage.markSize;
    let begin = 0;
    for (let s = 0; s < SEVERITIES; s++) {
      this._paintClass(pixels, ids, stage, begin, this.ends[s], this._shapes.complaint(s, s >= from ? size : 0));
      begin = this.ends[s];
    }
  }

  _paintClass(pixels, ids, stage, begin, end, sprite) {
    fit(sprite, stage.width);
    const { x, y } = this.data, { s, cx, cy, width } = stage, m = sprite.reach;
    const right = width - m, bottom = stage.height - m;
    for (let i = begin; i < end; i++) {
      const px = (x[i] * s + cx + 0.5) | 0, py = (cy - y[i] * s + 0.5) | 0;
      if (px < m || py < m || px >= right || py >= bottom) continue;
      stamp(pixels, ids, py * width + px, i + 1, sprite);
    }
  }
}
