// From map metres (east, north of the city's centre) to pixels of a canvas: one multiply and one add.

const HALF_ROUND = Math.PI * 6378137;

export class Projection {
  constructor(map, centre) {
    this.map = map;
    this.centre = L.latLng(centre[0], centre[1]);
  }

  scale(zoom = this.map.getZoom()) {
    return this.map.options.crs.scale(zoom) / (2 * HALF_ROUND);
  }

  // Scale in pixels a metre, and the pixel of the centre, for a canvas whose corner is the layer point `corner`.
  onto(corner, dpr) {
    const middle = this.map.project(this.centre).subtract(this.map.getPixelOrigin()).subtract(corner);
    return { s: this.scale() * dpr, cx: middle.x * dpr, cy: middle.y * dpr };
  }

  latLng(x, y) {
    const crs = this.map.options.crs;
    const middle = crs.project(this.centre);
    return crs.unproject(L.point(middle.x + x, middle.y + y));
  }
}
