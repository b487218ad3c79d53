// Packed layers as app/views/map_layers.py writes them: a header of 32 bytes, then equal-long columns.

const HEADER = 32;
const COLUMNS = {
  complaints: [["x", Float32Array], ["y", Float32Array], ["key", Uint32Array], ["style", Uint8Array],
    ["flags", Uint8Array]],
  vehicles: [["x0", Float32Array], ["y0", Float32Array], ["x1", Float32Array], ["y1", Float32Array],
    ["t0", Float32Array], ["t1", Float32Array], ["key", Uint32Array], ["style", Uint8Array], ["course", Uint8Array]],
  trail: [["x", Float32Array], ["y", Float32Array], ["age", Float32Array]],
};

export function unpack(name, buffer) {
  const head = new DataView(buffer, 0, HEADER);
  const n = head.getUint32(0, true);
  const packed = { n, now: head.getFloat64(8, true), speed: head.getFloat32(16, true) };
  let at = HEADER;
  for (const [column, Type] of COLUMNS[name]) {
    packed[column] = new Type(buffer, at, n);
    at += n * Type.BYTES_PER_ELEMENT;
  }
  return packed;
}

export async function fetchLayer(name) {
  const answer = await fetch(`/layers/${name}`);
  if (!answer.ok) throw new Error(`layer ${name} is not there`);
  return unpack(name, await answer.arrayBuffer());
}
