// Sprites as lists of pixels: first the opaque ones, which are simply written, then the soft edge, where the larger
// alpha wins. Colours are little-endian ABGR words.

import { coverage, placed } from "./raster.js";
import { rgb } from "./theme.js";

const OPAQUE = 0.99;
const KEEP = 3000;

function word(colour, edge, shape, rim) {
  const alpha = Math.min(1, shape + rim), sum = shape + rim;
  const part = (k) => Math.round((colour[k] * shape + edge[k] * rim) / sum);
  return (Math.round(alpha * 255) << 24) | (part(2) << 16) | (part(1) << 8) | part(0);
}

const covers = new Map();   // coverage by everything but colours: states and themes share it

function cover(look, side, edge) {
  const key = [look.name, look.size, look.angle ?? 0, edge, look.hollow ?? 0].join("/");
  let made = covers.get(key);
  if (!made) {
    if (covers.size > KEEP) covers.clear();
    const shapes = placed(look.polygons, look.units, look.size, look.angle ?? 0);
    covers.set(key, (made = coverage(shapes, side, edge, look.hollow ?? 0)));
  }
  return made;
}

// look: {name, polygons, units, size, angle, colour, edgeColour, edge, hollow}; sizes in device pixels.
export function makeSprite(look) {
  const edge = look.edge ?? 1.2, side = 2 * Math.ceil((look.size * 1.42) / 2 + edge) + 1;
  return collect(cover(look, side, edge), side, rgb(look.colour), rgb(look.edgeColour));
}

function collect({ shape, rim }, side, colour, edgeColour) {
  const core = [], soft = [], half = side >> 1;
  for (let i = 0; i < side * side; i++) {
    const sum = shape[i] + rim[i];
    if (sum < 0.04) continue;
    const pixel = [(i % side) - half, Math.floor(i / side) - half, word(colour, edgeColour, shape[i], rim[i])];
    (sum > OPAQUE ? core : soft).push(pixel);
  }
  return sprite([...core, ...soft], core.length);
}

export function sprite(pixels, core) {
  const reach = pixels.reduce((far, p) => Math.max(far, Math.abs(p[0]), Math.abs(p[1])), 0) + 1;
  return {
    core, reach, stride: 0, count: pixels.length, offsets: new Int32Array(pixels.length),
    dx: Int16Array.from(pixels, (p) => p[0]), dy: Int16Array.from(pixels, (p) => p[1]),
    colours: Int32Array.from(pixels, (p) => p[2]),
  };
}

// A soft ring around the selected thing; every pixel may be translucent.
export function ringSprite(radius, width, colour, haloAlpha) {
  const pixels = [], [r, g, b] = rgb(colour), far = Math.ceil(radius + width);
  for (let y = -far; y <= far; y++) {
    for (let x = -far; x <= far; x++) {
      const d = Math.hypot(x, y), line = Math.max(0, Math.min(1, width / 2 + 0.5 - Math.abs(d - radius)));
      const alpha = Math.max(line, d < radius ? haloAlpha : 0);
      if (alpha > 0.02) pixels.push([x, y, (Math.round(alpha * 255) << 24) | (b << 16) | (g << 8) | r]);
    }
  }
  return sprite(pixels, 0);
}

export function fit(sprite, stride) {
  if (sprite.stride === stride) return sprite;
  sprite.stride = stride;
  for (let k = 0; k < sprite.count; k++) sprite.offsets[k] = sprite.dy[k] * stride + sprite.dx[k];
  return sprite;
}

export function stamp(pixels, ids, at, id, sprite) {
  const { offsets, colours, core, count } = sprite;
  let k = 0;
  for (; k < core; k++) {
    const q = at + offsets[k];
    pixels[q] = colours[k];
    ids[q] = id;
  }
  for (; k < count; k++) {
    const q = at + offsets[k], colour = colours[k];
    if (colour >>> 24 > pixels[q] >>> 24) pixels[q] = colour;
  }
}
