// Names of areas and landmarks, drawn over the marks: each where it covers none of them and touches no other name, else
// not at all. A name stays on the place it has while that is still good. They are drawn into the canvas of the marks:
// one more layer of that size would cost the compositor more than the copies.

import { forgetLabels, label, Room } from "./labels.js";
import { covered } from "./tags.js";
import { mix, onTheme, theme, withAlpha } from "./theme.js";

const CLOSE = 13;             // from this zoom on kelurahan and landmarks are named
const SETTLE_MS = 3000;       // how soon vehicles that moved may move a name
const TOLERATED = 0.015;      // share of a name that may lie on marks
const TOLERATED_FAR = 0.1;    // the same for a kecamatan, which is named before the ground stays nameless
const AROUND = [[0, 0], [0, -13], [0, 13], [0, -26], [0, 26], [-22, 0], [22, 0], [-22, -18], [22, -18], [-22, 18],
  [22, 18], [0, -40], [0, 40], [-44, 0], [44, 0], [-40, -30], [40, -30], [-40, 30], [40, 30]];
const CONTROLS = ".map-chip, .map-tools, .map-note, .map-status, .leaflet-control-scale";
const BESIDE = [[1, 0], [-1, 0], [0, -1], [0, 1]];

export class Names {
  constructor(map, base, ground, live) {
    Object.assign(this, { map, base, ground, live });
    this._stood = new Map();
    this._placed = [];
    this._boxes = [];   // of names
    this._taken = [];   // of names, landmarks and controls
    this.due = true;
    onTheme(() => {
      forgetLabels();
      this.refresh();
    });
  }

  refresh() {
    this.due = true;
    this.live.nudge();
  }

  // Vehicles have moved: look again, now and then.
  moved() {
    if (performance.now() - this._settledAt > SETTLE_MS) this.refresh();
  }

  boxes() {
    return this._taken;
  }

  paint(context) {
    if (this.due) this._settle();
    for (const [picture, x, y] of this._placed) context.drawImage(picture, x, y);
  }

  _settle() {
    const { stage } = this.live, room = new Room(), { shown } = this.ground;
    this.due = false;
    this._settledAt = performance.now();
    if (stage.zoom !== this._zoom) this._stood.clear();
    this._zoom = stage.zoom;
    this._placed = [];
    if (shown.landmarks) this._dots(stage, room);
    for (const box of this._controls(stage)) room.force(...box);
    const first = room.boxes.length;
    if (stage.zoom >= CLOSE) {
      if (shown.landmarks) this._landmarks(stage, room);
      if (shown.areas) this._areas(stage, room, this.base.areas, areaStyle(), TOLERATED, (text) => text);
      if (shown.areas && stage.zoom < CLOSE + 1) {
        this._areas(stage, room, this.base.districts, spacedStyle(), TOLERATED, (text) => text.toUpperCase());
      }
    } else if (shown.areas) {
      this._areas(stage, room, this.base.districts, districtStyle(), TOLERATED_FAR, (text) => text);
    }
    this._boxes = room.boxes.slice(first);
    this._taken = room.boxes;
    this.live.tags.due = true;   // names of vehicles give way to these
  }

  _dots({ s, cx, cy, dpr }, room) {
    for (const mark of this.base.landmarks) {
      const x = mark.at[0] * s + cx, y = cy - mark.at[1] * s, r = 6 * dpr;
      room.force(x - r, y - r, 2 * r, 2 * r);
    }
  }

  // Boxes of the switches, the scale and the tools, which lie on top of everything.
  _controls({ pad, dpr }) {
    const frame = this.map.getContainer().getBoundingClientRect();
    return [...this.map.getContainer().querySelectorAll(CONTROLS)].filter((part) => part.offsetWidth).map((part) => {
      const r = part.getBoundingClientRect();
      return [(r.left - frame.left + pad.x) * dpr, (r.top - frame.top + pad.y) * dpr, r.width * dpr, r.height * dpr];
    });
  }

  _landmarks(stage, room) {
    const style = landmarkStyle();
    for (const mark of this.base.landmarks) {
      const picture = label(mark.name, style, stage.dpr), w = picture.width, h = picture.height, r = 2 * stage.dpr;
      const places = BESIDE.map(([sx, sy]) => [sx > 0 ? r : sx < 0 ? -r - w : -w / 2, sy > 0 ? r : sy < 0 ? -r - h : -h / 2]);
      this._put(stage, room, `l${mark.key}`, picture, mark.at, places, TOLERATED);
    }
  }

  _areas(stage, room, areas, style, tolerated, say) {
    for (const [i, area] of areas.entries()) {
      const picture = label(say(area.name), style, stage.dpr), dpr = stage.dpr;
      const places = AROUND.map(([dx, dy]) => [dx * dpr - picture.width / 2, dy * dpr - picture.height / 2]);
      this._put(stage, room, style.key + i, picture, area.at, places, tolerated);
    }
  }

  _put(stage, room, id, picture, at, places, tolerated) {
    const w = picture.width, h = picture.height, x = at[0] * stage.s + stage.cx, y = stage.cy - at[1] * stage.s;
    if (x < -w || y < -h || x > stage.width + w || y > stage.height + h) return;
    const order = [...new Set([this._stood.get(id) ?? 0, ...places.keys()])];
    let best = -1, least = 2;
    for (const i of order) {
      const px = Math.round(x + places[i][0]), py = Math.round(y + places[i][1]);
      const share = this._covered(px, py, w, h);
      if (share > tolerated || !room.isFree(px, py, w, h)) continue;
      const cost = share + (inSight(stage, px, py, w, h) ? 0 : 1);   // half out of sight only where there is no other way
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
    this._placed.push([picture, px, py]);
  }

  // Only real marks count; dots that stand for a density do not.
  _covered(x, y, w, h) {
    const { live } = this, data = live.complaints.data, from = live.complaints.marksFrom(this._zoom);
    const crowd = live.vehicles.isCrowd;
    const counts = (id) => (id > 0 ? live.shown.complaints && data.style[id - 1] >= from : !crowd);
    return covered(live.ids, live.stage, x, y, w, h, 0, counts);
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
