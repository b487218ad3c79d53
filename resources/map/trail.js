// Where the selected vehicle was in the last hour. A canvas of its own, painted when a movement ends, moved by CSS
// meanwhile; points closer than a few pixels are skipped.

import { CanvasLayer } from "./canvas.js";
import { onTheme, theme } from "./theme.js";

const SKIP = 4;

export class Trail {
  constructor(map, projection) {
    Object.assign(this, { map, projection });
    this.layer = new CanvasLayer((canvas, view) => this._paint(canvas.getContext("2d"), view), "trail", 0.3);
    onTheme(() => this.layer.repaint());
  }

  show(packed) {
    this._data = packed?.n > 1 ? packed : null;
    if (!this._data) this.layer.remove();
    else if (this.map.hasLayer(this.layer)) this.layer.repaint();
    else this.layer.addTo(this.map);
  }

  _paint(context, view) {
    context.clearRect(0, 0, view.width, view.height);
    if (!this._data) return;
    const line = this._line(this.projection.onto(view.corner, view.dpr), view.dpr);
    Object.assign(context, { strokeStyle: theme.accent, lineCap: "round", lineJoin: "round", lineWidth: 2.4 * view.dpr });
    context.globalAlpha = 0.9;
    context.setLineDash([0.1, 5.5 * view.dpr]);
    context.stroke(line);
    context.setLineDash([]);
  }

  _line(to, dpr) {
    const made = new Path2D(), { x, y, n } = this._data;
    let lx = Infinity, ly = Infinity;
    for (let i = 0; i < n; i++) {
      const px = x[i] * to.s + to.cx, py = to.cy - y[i] * to.s;
      if (i && i < n - 1 && Math.abs(px - lx) + Math.abs(py - ly) < SKIP * dpr) continue;
      made[i ? "lineTo" : "moveTo"](px, py);
      [lx, ly] = [px, py];
    }
    return made;
  }
}
