// Shapes to number tables. A canvas is never read back, so the coverage of every pixel is computed here.

const SAMPLES = 3;

// Absolute M, L, C and Z only, with spaces between all parts, as in resources/icons.
export function parsePath(text) {
  const words = text.split(/\s+/), polygons = [];
  let at = 0, polygon = null, x = 0, y = 0;
  const number = () => Number(words[at++]);
  while (at < words.length) {
    const step = words[at++];
    if (step === "M") {
      polygon = [];
      polygons.push(polygon);
    }
    if (step === "M" || step === "L") {
      x = number();
      y = number();
      polygon.push(x, y);
    } else if (step === "C") {
      const c = [number(), number(), number(), number(), number(), number()];
      for (let i = 1; i <= 5; i++) polygon.push(...bezier(x, y, c, i / 5));
      [x, y] = [c[4], c[5]];
    }
  }
  return polygons;
}

function bezier(x, y, c, t) {
  const u = 1 - t, a = u * u * u, b = 3 * u * u * t, d = 3 * u * t * t, e = t * t * t;
  return [a * x + b * c[0] + d * c[2] + e * c[4], a * y + b * c[1] + d * c[3] + e * c[5]];
}

// Polygons of a shape of `units` square, as `size` pixels around 0, turned clockwise by `angle`.
export function placed(polygons, units, size, angle) {
  const f = size / units, cos = Math.cos(angle), sin = Math.sin(angle);
  return polygons.map((polygon) => {
    const out = new Float64Array(polygon.length);
    for (let i = 0; i < polygon.length; i += 2) {
      const x = (polygon[i] - units / 2) * f, y = (polygon[i + 1] - units / 2) * f;
      out[i] = x * cos - y * sin;
      out[i + 1] = x * sin + y * cos;
    }
    return out;
  });
}

// Whether a point is inside, and how far the next outline is.
function judge(polygons, x, y) {
  let inside = false, nearest = Infinity;
  for (const p of polygons) {
    for (let i = 0, j = p.length - 2; i < p.length; j = i, i += 2) {
      const ax = p[j], ay = p[j + 1], bx = p[i], by = p[i + 1];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      const dx = bx - ax, dy = by - ay, long = dx * dx + dy * dy || 1;
      const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long));
      const ex = ax + t * dx - x, ey = ay + t * dy - y;
      nearest = Math.min(nearest, ex * ex + ey * ey);
    }
  }
  return [inside, Math.sqrt(nearest)];
}

// What a sample is: 0 nothing, 1 the shape's colour, 2 the dark edge that sets it off.
function sample(polygons, x, y, edge, hollow) {
  const [inside, distance] = judge(polygons, x, y);
  if (inside) return hollow && distance > hollow ? 2 : 1;
  return distance <= edge ? 2 : 0;
}

// Share of the shape and of its edge in every pixel of a square of `side`, centred. Only pixels near an outline are
// looked at more than once.
export function coverage(polygons, side, edge, hollow) {
  const shape = new Float32Array(side * side), rim = new Float32Array(side * side), half = side / 2;
  const near = Math.max(edge, hollow) + 0.8;
  for (let i = 0; i < side * side; i++) {
    const x = (i % side) - half, y = Math.floor(i / side) - half;
    const [inside, distance] = judge(polygons, x + 0.5, y + 0.5);
    if (distance <= near) fine(polygons, x, y, edge, hollow, shape, rim, i);
    else if (inside) (hollow ? rim : shape)[i] = 1;
  }
  return { shape, rim };
}

function fine(polygons, x, y, edge, hollow, shape, rim, i) {
  const step = 1 / SAMPLES, part = step * step;
  for (let k = 0; k < SAMPLES * SAMPLES; k++) {
    const kind = sample(polygons, x + ((k % SAMPLES) + 0.5) * step, y + (Math.floor(k / SAMPLES) + 0.5) * step, edge, hollow);
    if (kind === 1) shape[i] += part;
    else if (kind === 2) rim[i] += part;
  }
}
