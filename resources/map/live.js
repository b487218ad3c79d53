// The live canvas: one pass over the pixels draws complaints and vehicles and notes in a second buffer whose pixel it
// is. What stands still is kept ready, so that a frame of moving vehicles costs one copy and the vehicles.

import { CanvasLayer } from "./canvas.js";
import { fit, ringSprite, stamp } from "./sprites.js";
import { Tags } from "./tags.js";
import { onTheme, theme } from "./theme.js";

const FRAME_MS = 1000 / 30;
const EARLY_MS = 6;
const REACH = 8;   // pixels around the pointer that still count as a hit

export class Live {
  constructor(map, projection, complaints, vehicles) {
    Object.assign(this, { map, projection, complaints, vehicles });
    this.shown = { complaints: true, vehicles: true };
    this.selection = { kind: "", key: 0, at: null };
    this.afterFrame = [];
    this.tags = new Tags(vehicles);
    this.names = null;   // set once it is made: it looks at these pixels and is drawn into them
    this._still = null;
    this._dueAt = 0;
    this.layer = new CanvasLayer((canvas, view) => this._paint(canvas, view), "live", 0.1);
    this.layer.addTo(map);
    onTheme(() => this.refresh());
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  // Everything anew, at the next frame.
  refresh() {
    this.vehicles.forget();
    this._ring = null;
    this._request(true);
  }

  // Only the moving part anew.
  nudge() {
    this._request(false);
  }

  // New data: not even a frame is waited for.
  now(all) {
    if (all || !this._still) this.layer.repaint();
    else this._frame();
  }

  _request(all) {
    this._all ||= all;
    this._asked ??= requestAnimationFrame(() => {
      const whole = this._all;
      this._asked = null;
      this._all = false;
      if (whole) this.layer.repaint();
      else this._frame();
    });
  }

  _paint(canvas, view) {
    this._prepare(canvas, view);
    this.tags.due = true;
    if (this.names) this.names.due = true;
    const still = this._still;
    still.pixels.fill(0);
    still.ids.fill(0);
    if (this.shown.complaints) this.complaints.paint(still.pixels, still.ids, this.stage);
    this._frame();
  }

  _prepare(canvas, view) {
    const { width, height, dpr, zoom } = view, size = width * height;
    this.stage = {
      ...this.projection.onto(view.corner, dpr), width, height, dpr, zoom, pad: view.pad,
      markSize: (zoom < 12.5 ? 0.85 : zoom < 14.5 ? 1 : 1.2) * dpr,
    };
    if (this._still?.size === size && this._still.width === width) return;
    this._context = canvas.getContext("2d");
    this._image = this._context.createImageData(width, height);
    this._pixels = new Int32Array(this._image.data.buffer);
    this._ids = new Int32Array(size);
    this._still = { size, width, pixels: new Int32Array(size), ids: new Int32Array(size) };
    this.vehicles.forget();
  }

  _frame() {
    if (!this._still || document.hidden) return;
    this._pixels.set(this._still.pixels);
    this._ids.set(this._still.ids);
    this.vehicles.sliding = false;
    if (this.shown.vehicles) this.vehicles.paint(this._pixels, this._ids, this.stage);
    this._paintRing();
    this._context.putImageData(this._image, 0, 0);
    this.names?.paint(this._context);
    this._paintTags();
    for (const act of this.afterFrame) act();
    if (this.vehicles.sliding) this._keepMoving();
  }

  // Thirty frames a second while something slides; nothing at all while all stand.
  _keepMoving() {
    this._moving ??= requestAnimationFrame((now) => {
      this._moving = null;
      if (now < this._dueAt - EARLY_MS) {
        this._keepMoving();
        return;
      }
      this._dueAt = Math.max(this._dueAt, now - FRAME_MS) + FRAME_MS;   // a late frame is made up for, a pause is not
      this._frame();
    });
  }

  _paintTags() {
    const place = (thing) => this.place(thing);
    if (!this.shown.vehicles) this.vehicles.inSight = 0;
    this.tags.paint(this._context, this._ids, this.stage, this.selection, place, () => this.names?.boxes() ?? []);
  }

  // Whose pixel each is: above 0 a complaint's row + 1, below 0 a vehicle's -1 - row.
  get ids() {
    return this._ids;
  }

  _paintRing() {
    const at = this.place(this.selection);
    if (!at) return;
    const dpr = this.stage.dpr;
    this._ring ??= ringSprite(17 * dpr, 1.8 * dpr, theme.accent, 0.16);
    const sprite = fit(this._ring, this.stage.width), m = sprite.reach;
    const x = Math.round(at[0]), y = Math.round(at[1]);
    if (x < m || y < m || x >= this.stage.width - m || y >= this.stage.height - m) return;
    stamp(this._pixels, this._ids, y * this.stage.width + x, 0, sprite);
  }

  // Canvas pixel of a thing, wherever it is drawn right now.
  place({ kind, key, at }) {
    const source = { complaint: this.complaints, vehicle: this.vehicles }[kind];
    const metres = source?.at(key) ?? at;
    if (!kind || !metres || !this.stage) return null;
    return [metres[0] * this.stage.s + this.stage.cx, this.stage.cy - metres[1] * this.stage.s];
  }

  metres(kind, key) {
    return { complaint: this.complaints, vehicle: this.vehicles }[kind]?.at(key) ?? null;
  }

  // The nearest thing to a container point, or null: read from the id buffer, no search over things.
  hit(point) {
    if (!this.stage) return null;
    const { dpr, width, height, pad } = this.stage;
    const cx = Math.round((point.x + pad.x) * dpr), cy = Math.round((point.y + pad.y) * dpr), far = Math.round(REACH * dpr);
    let best = 0, least = Infinity;
    for (let y = Math.max(0, cy - far); y <= Math.min(height - 1, cy + far); y++) {
      for (let x = Math.max(0, cx - far); x <= Math.min(width - 1, cx + far); x++) {
        const id = this._ids[y * width + x], d = (x - cx) ** 2 + (y - cy) ** 2;
        if (id && d < least) [best, least] = [id, d];
      }
    }
    return best ? this._named(best) : null;
  }

  _named(id) {
    return id > 0 ? { kind: "complaint", key: this.complaints.data.key[id - 1] }
      : { kind: "vehicle", key: this.vehicles.keys[-1 - id] };
  }
}
