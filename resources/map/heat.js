// Where many complaints lie close together: a soft glow by cell instead of a heap of marks. How bright a count is
// depends on the whole city, not on the part in view, so that panning changes nothing.

import { rgb, theme } from "./theme.js";

const CELL = 10;          // pixels of the canvas a cell covers
const CITY_CELL = 500;    // metres, for the city's own measure of "many"
const STRONGEST = 0.6;
const BLURS = 4;

export class Heat {
  constructor(complaints) {
    this._complaints = complaints;
    this._canvas = document.createElement("canvas");
  }

  // Complaints a square metre in the densest twentieth of the city's cells that hold any.
  measure() {
    const { x, y, n } = this._complaints.data, cells = new Map();
    for (let i = 0; i < n; i += 1 + (n >> 16)) {
      const cell = Math.floor(x[i] / CITY_CELL) * 65536 + Math.floor(y[i] / CITY_CELL);
      cells.set(cell, (cells.get(cell) ?? 0) + 1 + (n >> 16));
    }
    const counts = [...cells.values()].sort((a, b) => a - b);
    this._many = (counts[Math.floor(counts.length * 0.9)] ?? 1) / CITY_CELL ** 2;
  }

  paint(context, view, to) {
    const data = this._complaints.data, from = this._complaints.marksFrom(view.zoom);
    if (!data || from === 0) return;
    const cell = CELL * view.dpr, w = Math.ceil(view.width / cell) + 2, h = Math.ceil(view.height / cell) + 2;
    const grid = this._count(data, this._complaints.ends[from - 1], to, cell, w, h);
    for (let i = 0; i < BLURS; i++) blur(grid, w, h);
    this._colour(grid, w, h, this._many * (cell / to.s) ** 2);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    context.drawImage(this._canvas, -cell, -cell, w * cell, h * cell);
  }

  _count(data, end, { s, cx, cy }, cell, w, h) {
    const grid = new Float32Array(w * h), f = s / cell, ox = cx / cell + 1, oy = cy / cell + 1;
    for (let i = 0; i < end; i++) {
      const gx = Math.floor(data.x[i] * f + ox), gy = Math.floor(oy - data.y[i] * f);
      if (gx >= 0 && gy >= 0 && gx < w && gy < h) grid[gy * w + gx]++;
    }
    return grid;
  }

  _colour(grid, w, h, many) {
    this._canvas.width = w;
    this._canvas.height = h;
    const context = this._canvas.getContext("2d"), image = context.createImageData(w, h), [r, g, b] = rgb(theme.accent);
    for (let i = 0; i < grid.length; i++) {
      const alpha = STRONGEST * (1 - Math.exp(-1.1 * grid[i] / many));
      image.data.set([r, g, b, Math.round(alpha * 255)], i * 4);
    }
    context.putImageData(image, 0, 0);
  }
}

function blur(grid, w, h) {
  pass(grid, w, h, 1, w);
  pass(grid, h, w, w, 1);
}

// A running 1-2-1 average along one direction.
function pass(grid, along, across, step, stride) {
  for (let row = 0; row < across; row++) {
    let before = 0;
    for (let i = 0, at = row * stride; i < along; i++, at += step) {
      const here = grid[at], after = i + 1 < along ? grid[at + step] : 0;
      grid[at] = (before + 2 * here + after) / 4;
      before = here;
    }
  }
}
