// Names of areas and landmarks, on a canvas above the marks: each where it covers none of them and touches no other
// name, else not at all. A name stays on the place it has while that is still good.

import { CanvasLayer } from "./canvas.js";
import { forgetLabels, label, Room } from "./labels.js";
import { covered } from "./tags.js";
import { mix, onTheme, theme, withAlpha } from "./theme.js";

const CLOSE = 13;             // from this zoom on kelurahan and landmarks are named
const SETTLE_MS = 3000;       // how often vehicles that moved may move a name
const TOLERATED = 0.015;      // share of a name that may lie on marks
const TOLERATED_FAR = 0.1;    // the same for a kecamatan, which is named before the ground stays nameless
const AROUND = [[0, 0], [0, -13], [0, 13], [0, -26], [0, 26], [-22, 0], [22, 0], [-22, -18], [22, -18], [-22, 18],
  [22, 18], [0, -40], [0, 40], [-44, 0], [44, 0], [-40, -30], [40, -30], [-40, 30], [40, 30]];
const CONTROLS = ".map-chip, .map-tools, .map-note, .map-status, .leaflet-control-scale";
const BESIDE = [[1, 0], [-1, 0], [0, -1], [0, 1]];

export class Names {
  constructor(map, projection, base, ground, live) {
    Object.assign(this, { map, projection, base, ground, live });
    this._stood = new Map();
    this._boxes = [];   // of names
    this._taken = [];   // of names, landmarks and controls
    this._settledAt = 0;
    this.layer = new CanvasLayer((canvas, view) => this._paint(canvas.getContext("2d"), view), "names", 0.1);
    this.layer.addTo(map);
    onTheme(() => {
      forgetLabels();
      this.refresh();
    });
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  refresh() {
    this._asked ??= requestAnimationFrame(() => {
      this._asked = null;
      this.layer.repaint();
    });
  }

  // Vehicles have moved: look again, now and then.
  moved() {
    if (performance.now() - this._settledAt > SETTLE_MS) this.refresh();
  }

  // Boxes that are taken, in pixels of the live canvas.
  boxes() {
    const [dx, dy] = this._toLive();
    return this._taken.map(([x0, y0, x1, y1]) => [x0 + dx, y0 + dy, x1 + dx, y1 + dy]);
  }

  _toLive() {
    const here = this.layer.view, there = this.live.layer.view;
    if (!here || !there) return [0, 0];
    return [Math.round((here.corner.x - there.corner.x) * here.dpr), Math.round((here.corner.y - there.corner.y) * here.dpr)];
  }

  _paint(context, view) {
    this._settledAt = performance.now();
    context.clearRect(0, 0, view.width, view.height);
    const to = this.projection.onto(view.corner, view.dpr), room = new Room(), { shown } = this.ground;
    const stage = { context, view, to, room, off: this._toLive() };
    if (view.zoom !== this._zoom) this._stood.clear();
    this._zoom = view.zoom;
    if (shown.landmarks) this._dots(stage);
    for (const box of this._controls(view)) room.force(...box);
    const first = room.boxes.length;
    if (view.zoom >= CLOSE) {
      if (shown.landmarks) this._landmarks(stage);
      if (shown.areas) this._areas(stage, this.base.areas, areaStyle(), TOLERATED, (text) => text);
      if (shown.areas && view.zoom < CLOSE + 1) {
        this._areas(stage, this.base.districts, spacedStyle(), TOLERATED, (text) => text.toUpperCase());
      }
    } else if (shown.areas) this._areas(stage, this.base.districts, districtStyle(), TOLERATED_FAR, (text) => text);
    this._boxes = room.boxes.slice(first);
    this._taken = room.boxes;
    this.live.tags.due = true;   // names of vehicles give way to these
    this.live.nudge();
  }

  _dots({ view, to, room }) {
    for (const mark of this.base.landmarks) {
      const x = mark.at[0] * to.s + to.cx, y = to.cy - mark.at[1] * to.s, r = 6 * view.dpr;
      room.force(x - r, y - r, 2 * r, 2 * r);
    }
  }

  // Boxes of the switches, the scale and the tools, which lie on top of everything.
  _controls(view) {
    const frame = this.map.getContainer().getBoundingClientRect(), { pad, dpr } = view;
    return [...this.map.getContainer().querySelectorAll(CONTROLS)].filter((part) => part.offsetWidth).map((part) => {
      const r = part.getBoundingClientRect();
      return [(r.left - frame.left + pad.x) * dpr, (r.top - frame.top + pad.y) * dpr, r.width * dpr, r.height * dpr];
    });
  }

  _landmarks(stage) {
    const { view, to } = stage, style = landmarkStyle();
    for (const mark of this.base.landmarks) {
      const picture = label(mark.name, style, view.dpr), w = picture.width, h = picture.height, r = 2 * view.dpr;
      const places = BESIDE.map(([sx, sy]) => [sx > 0 ? r : sx < 0 ? -r - w : -w / 2, sy > 0 ? r : sy < 0 ? -r - h : -h / 2]);
      this._put(stage, `l${mark.key}`, picture, mark.at, places, TOLERATED);
    }
  }

  _areas(stage, areas, style, tolerated, say) {
    for (const [i, area] of areas.entries()) {
      const picture = label(say(area.name), style, stage.view.dpr), dpr = stage.view.dpr;
      const places = AROUND.map(([dx, dy]) => [dx * dpr - picture.width / 2, dy * dpr - picture.height / 2]);
      this._put(stage, style.key + i, picture, area.at, places, tolerated);
    }
  }

  _put({ context, view, to, room, off }, id, picture, at, places, tolerated) {
    const w = picture.width, h = picture.height, x = at[0] * to.s + to.cx, y = to.cy - at[1] * to.s;
    if (x < -w || y < -h || x > view.width + w || y > view.height + h) return;
    const order = [...new Set([this._stood.get(id) ?? 0, ...places.keys()])];
    let best = -1, least = 2;
    for (const i of order) {
      const px = Math.round(x + places[i][0]), py = Math.round(y + places[i][1]);
      const share = this._covered(px + off[0], py + off[1], w, h);
      if (share > tolerated || !room.isFree(px, py, w, h)) continue;
      const cost = share + (inSight(view, px, py, w, h) ? 0 : 1);   // half out of sight only where there is no other way
      if (cost < least) [best, least] = [i, cost];
      if (cost <= TOLERATED) break;
    }
    if (best < 0) {
      this._stood.delete(id);
      return;
    }
    const px = Math.round(x + places[best][0]), py = Math.round(y + places[best][1]);
    this._stood.set(id, best);
    room.force(px, py, w, h);
    context.drawImage(picture, px, py);
  }

  // Only real marks count; dots that stand for a density do not.
  _covered(x, y, w, h) {
    const { live } = this, data = live.complaints.data, from = live.complaints.marksFrom(this._zoom);
    const crowd = live.vehicles.isCrowd;
    const counts = (id) => (id > 0 ? live.shown.complaints && data.style[id - 1] >= from : !crowd);
    return live.stage ? covered(live.ids, live.stage, x, y, w, h, 0, counts) : 0;
  }
}

function inSight({ pad, dpr, width, height }, x, y, w, h) {
  const left = pad.x * dpr, top = pad.y * dpr;
  return x >= left && y >= top && x + w <= width - left && y + h <= height - top;
}

const halo = () => withAlpha(theme.panel, 0.85);

function districtStyle() {
  return { key: "D", size: 12.5, spacing: 0.2, weight: 500, colour: theme.faint, halo: halo() };
}

function spacedStyle() {
  return { key: "d", size: 11, spacing: 1.6, weight: 500, colour: mix(theme.faint, theme.panel, 0.35), halo: halo() };
}

function areaStyle() {
  return { key: "a", size: 11.5, colour: mix(theme.faint, theme.panel, 0.12), halo: halo() };
}

function landmarkStyle() {
  return { key: "l", size: 11, colour: theme.secondary, halo: withAlpha(theme.panel, 0.9) };
}
