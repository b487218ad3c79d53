// Puts the page together once the city's base is here, then says that it is ready.

import { Api } from "./api.js";
import { tell } from "./bus.js";
import { Card } from "./card.js";
import { Complaints } from "./complaints.js";
import { Controls } from "./controls.js";
import { Follow } from "./follow.js";
import { Ground } from "./ground.js";
import { Heat } from "./heat.js";
import { Live } from "./live.js";
import { Names } from "./names.js";
import { Pointer } from "./pointer.js";
import { Projection } from "./projection.js";
import { Shapes } from "./shapes.js";
import { onTheme, rgb, theme } from "./theme.js";
import { Trail } from "./trail.js";
import { Vehicles } from "./vehicles.js";

const STAMP = 260;   // pixels
const SETTLE_MS = 4000;
const NEAR_M = 60;
const PANES = { ground: 300, trail: 350, live: 400 };

function prepare(map, base) {
  for (const [name, order] of Object.entries(PANES)) {
    map.createPane(name).style.zIndex = order;
    map.getPane(name).style.pointerEvents = "none";
  }
  const [south, west, north, east] = base.extent;
  const extent = L.latLngBounds([south, west], [north, east]);
  map.setMaxZoom(19);
  map.setMinZoom(Math.min(smallest(map, extent), base.tiles ? base.tiles.min : 19));
  map.setMaxBounds(extent.pad(base.tiles ? 20 : 1));
  fit(map, extent);
}

// The zoom at which the city is as small as a stamp.
function smallest(map, extent) {
  const across = map.project(extent.getNorthEast(), 0).subtract(map.project(extent.getSouthWest(), 0));
  return Math.floor(Math.log2(STAMP / Math.max(across.x, -across.y)));
}

// The whole city, once there is a size: a page that loads while it is hidden has none, and a desk that has just opened
// still shares out its room. After that, or once somebody has gone elsewhere, the map refits only on request.
function fit(map, extent) {
  map.setView(extent.getCenter(), 12, { animate: false });
  let place = map.getCenter(), zoom = map.getZoom(), end = Infinity;
  const go = () => {
    const moved = map.getZoom() !== zoom || map.getCenter().distanceTo(place) > NEAR_M;
    if (moved || performance.now() > end) map.off("resize", go);
    else if (map.getSize().x > 0) {
      end = Math.min(end, performance.now() + SETTLE_MS);
      map.fitBounds(extent, { padding: [20, 20], animate: false });
      [place, zoom] = [map.getCenter(), map.getZoom()];
    }
  };
  go();
  map.on("resize", go);
}

function addTiles(map, tiles) {
  const { min, max, over } = tiles;
  const layer = L.tileLayer("/tiles/{z}/{x}/{y}", { minZoom: min, maxZoom: Math.min(19, max + over), maxNativeZoom: max });
  const dim = () => layer.setOpacity(rgb(theme.window)[1] < 128 ? 0.4 : 0.85);
  dim();
  onTheme(dim);
  layer.addTo(map);
}

function build(map, base) {
  const projection = new Projection(map, base.centre), shapes = new Shapes(base.shapes);
  const complaints = new Complaints(shapes), vehicles = new Vehicles(shapes), heat = new Heat(complaints);
  const ground = new Ground(map, projection, base, heat);
  const trail = new Trail(map, projection);
  const live = new Live(map, projection, complaints, vehicles);
  const names = (live.names = new Names(map, base, ground, live));
  const card = new Card(map.getContainer()), follow = new Follow(map, projection, live);
  const controls = new Controls(map, base, follow, (layer, on) => {
    if (layer in live.shown) live.shown[layer] = on;
    if (layer in ground.shown) ground.shown[layer] = on;
    ground.shown.density = live.shown.complaints;
    ground.refresh();
    live.refresh();
  });
  new Pointer(map, live, ground, card);
  return { map, projection, complaints, vehicles, heat, ground, trail, live, names, card, follow, controls };
}

async function start() {
  const base = await (await fetch("/base.json")).json();
  const map = window[document.querySelector(".folium-map").id];
  await Promise.allSettled([document.fonts.load("400 12px Roboto"), document.fonts.load("500 12px Roboto")]);
  prepare(map, base);
  if (base.tiles) addTiles(map, base.tiles);
  const parts = build(map, base);
  window.poc = new Api(parts);
  map.on("moveend", () => {
    const centre = map.getCenter();
    tell("view", { lat: centre.lat, lon: centre.lng, zoom: map.getZoom() });
  });
  tell("ready");
}

start();
