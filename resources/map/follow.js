// Keeps one vehicle in the middle until the person takes the map in hand.

import { tell } from "./bus.js";

const LOOSE = 0.12;   // share of the view the vehicle may leave the middle before the map follows

export class Follow {
  constructor(map, projection, live) {
    Object.assign(this, { map, projection, live });
    this.key = 0;
    live.afterFrame.push(() => this._step());
    map.on("dragstart", () => this._release());
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) this._release();
      if (event.key === "f") this.toggle();
    });
  }

  toggle() {
    if (this.key || this.live.selection.kind === "vehicle") tell("follow", { on: !this.key });
  }

  set(key) {
    this.key = key || 0;
    this.onChange?.(this.key);
    this._step();
  }

  _release() {
    if (!this.key) return;
    this.key = 0;
    tell("follow", { on: false });
  }

  _step() {
    const at = this.key ? this.live.metres("vehicle", this.key) : null;
    if (!at || this._panning) return;
    const target = this.projection.latLng(...at), size = this.map.getSize();
    const off = this.map.latLngToContainerPoint(target).subtract(size.divideBy(2));
    if (Math.abs(off.x) < size.x * LOOSE && Math.abs(off.y) < size.y * LOOSE) return;
    this._panning = true;
    this.map.once("moveend", () => { this._panning = false; });
    queueMicrotask(() => this.map.panTo(target, { duration: 0.8, easeLinearity: 0.5 }));
  }
}
