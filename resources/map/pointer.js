// What the pointer rests on and what is clicked, told to the program; the answer comes back as a card.

import { tell } from "./bus.js";

const LANDMARK_REACH = 9;

export class Pointer {
  constructor(map, live, ground, card) {
    Object.assign(this, { map, live, ground, card });
    this._over = null;
    map.on("mousemove", (event) => this._onMove(event.containerPoint));
    map.on("mouseout movestart zoomstart", () => this._hover(null));
    map.on("click", (event) => this._onClick(event.containerPoint, event.latlng));
  }

  find(point) {
    return this.live.hit(point) ?? this._landmark(point);
  }

  _landmark(point) {
    if (!this.ground.shown.landmarks) return null;
    const { projection, base } = this.ground;
    for (const mark of base.landmarks) {
      const at = this.map.latLngToContainerPoint(projection.latLng(...mark.at));
      if (at.distanceTo(point) <= LANDMARK_REACH) return { kind: "landmark", key: mark.key };
    }
    return null;
  }

  _onMove(point) {
    if (!this.map.dragging._draggable?._moving) this._hover(this.find(point), point);
  }

  _hover(thing, point = { x: 0, y: 0 }) {
    if (thing?.kind === this._over?.kind && thing?.key === this._over?.key) return;
    this._over = thing;
    this.map.getContainer().classList.toggle("over-thing", Boolean(thing));
    this.card.expect(thing ? point : null);
    tell("hover", { kind: thing?.kind ?? "", key: thing?.key ?? 0, x: point.x, y: point.y });
  }

  _onClick(point, at) {
    const thing = this.find(point);
    tell("click", { kind: thing?.kind ?? "", key: thing?.key ?? 0, lat: at.lat, lon: at.lng });
  }
}
