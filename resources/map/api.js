// What the program may ask of the page. Arrays come by fetch; only words, colours and one chosen thing come this way.

import { tell } from "./bus.js";
import { fetchLayer } from "./packed.js";
import { setTheme } from "./theme.js";

export class Api {
  constructor(parts) {
    this._parts = parts;
    this._busy = {};
  }

  // Fetch a layer's newest data. While one fetch runs, later calls fold into one more.
  async layer(name, seq) {
    if (this._busy[name]) {
      this._busy[name].next = seq;
      return;
    }
    const turn = (this._busy[name] = { next: 0 }), began = performance.now();
    try {
      this._take(name, await fetchLayer(name));
      this._confirm(name, seq, began);
    } finally {
      delete this._busy[name];
      if (turn.next) this.layer(name, turn.next);
    }
  }

  _take(name, packed) {
    const { complaints, vehicles, live, ground, heat, names, trail } = this._parts;
    if (name === "complaints") {
      complaints.take(packed);
      heat.measure();
      ground.refresh();
      live.now(true);
    } else if (name === "vehicles") {
      vehicles.take(packed);
      live.tags.due = true;
      live.now(false);
      names.moved();
    } else trail.show(packed);
  }

  // Two frames later the pixels are on their way; in a hidden page this comes when it is shown again.
  _confirm(layer, seq, began) {
    const told = () => tell("painted", { layer, seq, ms: performance.now() - began });
    requestAnimationFrame(() => requestAnimationFrame(told));
  }

  noTrail() {
    this._parts.trail.show(null);
  }

  theme(tokens) {
    setTheme(tokens);
  }

  words(words) {
    this._parts.controls.words(words);
  }

  status(text) {
    this._parts.controls.status(text);
  }

  card(lines) {
    this._parts.card.show(lines);
  }

  select(kind, key, at) {
    const { live } = this._parts;
    live.selection = { kind, key, at };
    live.tags.chosen = "";
    live.tags.due = true;
    live.nudge();
  }

  // What the chosen thing is called; it comes a moment after the choice.
  label(text) {
    const { live } = this._parts;
    live.tags.chosen = text;
    live.tags.due = true;
    live.nudge();
  }

  names(names) {
    this._parts.live.tags.take(names);
    this._parts.live.nudge();
  }

  fly(lat, lon, zoom) {
    const { map } = this._parts;
    map.flyTo([lat, lon], zoom ?? Math.max(map.getZoom(), 15), { duration: 0.6 });
  }

  jump(lat, lon, zoom) {
    this._parts.map.setView([lat, lon], zoom, { animate: false });
  }

  follow(key) {
    this._parts.follow.set(key);
  }

  switch(layer, on) {
    this._parts.controls.set(layer, on);
  }
}
