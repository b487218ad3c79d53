// What never moves: areas, rough lines and landmarks, and the heat under the marks.

import { CanvasLayer } from "./canvas.js";
import { mix, onTheme, theme, withAlpha } from "./theme.js";

// Width in pixels at zoom 13 and how much of the accent is in the colour.
const LINES = {
  river: { width: 6, colour: () => mix(theme.panel, theme.accent, 0.34) },
  canal: { width: 3, colour: () => mix(theme.panel, theme.accent, 0.28) },
  toll: { width: 4.2, colour: () => mix(theme.line, theme.secondary, 0.14) },
  road: { width: 2.6, colour: () => theme.line },
  rail: { width: 1.6, colour: () => mix(theme.line, theme.secondary, 0.2), dash: [7, 5] },
};

export class Ground {
  constructor(map, projection, base, heat) {
    Object.assign(this, { map, projection, base, heat });
    this.shown = { areas: true, landmarks: true, density: true };
    this._areas = base.areas.map((area) => path(area.rings));
    this._districts = base.districts.map((district) => path(district.rings));
    this._lines = base.lines.map((line) => smooth(line.points));
    this.layer = new CanvasLayer((canvas, view) => this._paint(canvas.getContext("2d"), view), "ground", 0.15);
    this.layer.addTo(map);
    onTheme(() => this.refresh());
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  refresh() {
    if (this._asked) return;
    this._asked = requestAnimationFrame(() => {
      this._asked = null;
      this.layer.repaint();
    });
  }

  _paint(context, view) {
    const to = this.projection.onto(view.corner, view.dpr);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    context.setTransform(to.s, 0, 0, -to.s, to.cx, to.cy);
    const tiled = isTiled(this.base.tiles, view.zoom);
    if (this.shown.areas) this._paintAreas(context, view.dpr / to.s, tiled);
    if (!tiled) this._paintLines(context, view, view.dpr / to.s);
    if (this.shown.areas) this._paintDistricts(context, view.dpr / to.s);
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (this.shown.density) this.heat.paint(context, view, to);
    if (this.shown.landmarks) this._paintLandmarks(context, view, to);
  }

  _paintAreas(context, px, tiled) {
    context.fillStyle = withAlpha(mix(theme.panel, theme.raised, 0.3), tiled ? 0.15 : 1);
    context.strokeStyle = withAlpha(theme.line, tiled ? 0.9 : 0.8);
    context.lineWidth = px;
    for (const area of this._areas) {
      context.fill(area, "evenodd");
      context.stroke(area);
    }
  }

  _paintDistricts(context, px) {
    context.strokeStyle = mix(theme.line, theme.secondary, 0.2);
    context.lineWidth = 1.4 * px;
    context.lineJoin = "round";
    for (const district of this._districts) context.stroke(district);
  }

  _paintLines(context, view, px) {
    const grown = Math.min(2, Math.max(0.7, 2 ** ((view.zoom - 13) * 0.45)));
    context.lineJoin = context.lineCap = "round";
    this._lines.forEach((line, i) => {
      const style = LINES[this.base.lines[i].kind] ?? LINES.road;
      context.strokeStyle = style.colour();
      context.lineWidth = style.width * grown * px;
      context.setLineDash((style.dash ?? []).map((d) => d * px));
      context.stroke(line);
    });
    context.setLineDash([]);
  }

  _paintLandmarks(context, { dpr }, to) {
    for (const mark of this.base.landmarks) {
      this._dot(context, mark.at[0] * to.s + to.cx, to.cy - mark.at[1] * to.s, 3.2 * dpr, mark.hollow, dpr);
    }
  }

  _dot(context, x, y, radius, hollow, dpr) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = hollow ? theme.panel : theme.secondary;
    context.strokeStyle = hollow ? theme.secondary : theme.window;
    context.lineWidth = 1.3 * dpr;
    context.fill();
    context.stroke();
  }
}

// Tiles are enlarged a few steps beyond the file's last ones; closer than that the schematic is drawn.
function isTiled(tiles, zoom) {
  return Boolean(tiles) && zoom >= tiles.min && zoom <= tiles.max + tiles.over;
}

function path(rings) {
  const made = new Path2D();
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) made[i ? "lineTo" : "moveTo"](ring[i], ring[i + 1]);
    made.closePath();
  }
  return made;
}

// The lines are placed by hand with an error of hundreds of metres: drawn as a calm curve through the middles.
function smooth(points) {
  const made = new Path2D(), last = points.length - 1;
  made.moveTo(...points[0]);
  for (let i = 1; i < last; i++) {
    const [x, y] = points[i], [u, v] = points[i + 1];
    made.quadraticCurveTo(x, y, (x + u) / 2, (y + v) / 2);
  }
  made.lineTo(...points[last]);
  return made;
}
