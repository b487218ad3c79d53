// Which shape, size and colour a thing has. Severity is told by shape and colour together, a fleet by its shape, a
// vehicle's state by fill: bright moving, smaller standing, dim late, hollow long lost.

import { parsePath } from "./raster.js";
import { makeSprite } from "./sprites.js";
import { mix, onTheme, theme } from "./theme.js";

const MARKS = ["rendah", "menengah", "tinggi", "kritis"];
const MARK_SIZE = [11, 13, 16, 18];
const FLEETS = ["course-cart", "course-truck", "course-crew", "course-aid", "course-fire"];
export const TURNS = 32;
export const STATES = 4;
const [MOVING, DIMMED, HOLLOW] = [0, 2, 3];   // and 1, standing

export class Shapes {
  constructor(shapes) {
    this._polygons = {};
    for (const [name, shape] of Object.entries(shapes)) {
      this._polygons[name] = { name, polygons: parsePath(shape.path), units: shape.size };
    }
    this._made = new Map();
    onTheme(() => this._made.clear());
  }

  _sprite(key, look) {
    let made = this._made.get(key);
    if (!made) this._made.set(key, (made = makeSprite(look())));
    return made;
  }

  // size 0: a dot that only says "here is one".
  complaint(severity, size) {
    return this._sprite(`c${severity}/${size}`, () => ({
      ...this._polygons[`mark-${MARKS[size ? severity : 0]}`], size: size ? MARK_SIZE[severity] * size : 4,
      colour: size ? theme[MARKS[severity]] : mix(theme[MARKS[severity]], theme.panel, 0.35), edgeColour: theme.window,
      edge: size ? 1.3 : 0.4,
    }));
  }

  vehicle(style, turn, size) {
    return this._sprite(`v${style}/${turn}/${size}`, () => this._vehicleLook(style, turn, size));
  }

  _vehicleLook(style, turn, size) {
    const state = style % STATES, fleet = FLEETS[Math.floor(style / STATES) % FLEETS.length];
    const colour = [mix(theme.secondary, theme.text, 0.55), mix(theme.secondary, theme.panel, 0.3),
      mix(theme.secondary, theme.panel, 0.6), mix(theme.secondary, theme.panel, 0.4)][state];
    return {
      ...this._polygons[fleet], size: (state === MOVING ? 14.5 : 12.5) * size, angle: (turn / TURNS) * 2 * Math.PI,
      colour, edgeColour: state >= DIMMED ? theme.panel : theme.window,
      edge: size < 0.6 ? (size < 0.4 ? 0.1 : 0.5) : 1.2, hollow: state === HOLLOW ? 1.1 : 0,
    };
  }
}
