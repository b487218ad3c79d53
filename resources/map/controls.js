// Switches, zoom, scale and the note, as few plain elements. Words come from the program, set as text.

import { tell } from "./bus.js";

const SWITCHES = ["complaints", "vehicles", "areas", "landmarks", "queue"];
const OFF_AT_FIRST = ["queue"];   // it shows less, not more: never without being asked

function button(className, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.addEventListener("click", act);
  L.DomEvent.disableClickPropagation(made);
  return made;
}

function glyph(path) {
  const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.appendChild(line);
  return svg;
}

export class Controls {
  constructor(map, base, follow, onSwitch) {
    this._map = map;
    this._follow = follow;
    this._base = base;
    this._onSwitch = onSwitch;
    this._state = Object.fromEntries(SWITCHES.map((name) => [name, !OFF_AT_FIRST.includes(name)]));
    this._build(map.getContainer());
    L.control.scale({ imperial: false, maxWidth: 120, position: "bottomleft" }).addTo(map);
  }

  _build(container) {
    this._chips = this._group(container, "map-chips");
    this._buttons = {};
    for (const name of SWITCHES) {
      this._buttons[name] = button("map-chip", () => this._toggle(name));
      this._chips.appendChild(this._buttons[name]);
    }
    this._tools = this._group(container, "map-tools");
    this._zoomIn = button("map-tool", () => this._map.zoomIn());
    this._zoomOut = button("map-tool", () => this._map.zoomOut());
    this._home = button("map-tool", () => this.home());
    const shapes = ["M3 8H13M8 3V13", "M3 8H13", "M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10"];
    [this._zoomIn, this._zoomOut, this._home].forEach((tool, i) => {
      tool.appendChild(glyph(shapes[i]));
      this._tools.appendChild(tool);
    });
    this._note = this._group(container, "map-note");
    this._status = this._group(container, "map-status");
    this._statusText = document.createElement("span");
    this._followButton = button("map-chip", () => this._follow.toggle());
    this._status.append(this._statusText, this._followButton);
    this._follow.onChange = (key) => this._followButton.setAttribute("aria-pressed", String(Boolean(key)));
    this._follow.onChange(0);
    this._show();
  }

  _group(container, className) {
    const made = document.createElement("div");
    made.className = className;
    container.appendChild(made);
    return made;
  }

  home() {
    const [south, west, north, east] = this._base.extent;
    this._map.fitBounds([[south, west], [north, east]], { padding: [20, 20] });
  }

  words(words) {
    for (const name of SWITCHES) this._buttons[name].textContent = words[name] ?? "";
    [this._zoomIn, this._zoomOut, this._home].forEach((tool, i) => {
      const text = [words.zoomIn, words.zoomOut, words.home][i] ?? "";
      tool.setAttribute("aria-label", text);
      tool.title = text;
    });
    this._followButton.textContent = words.follow ?? "";
    this._followButton.title = words.follow ? `${words.follow} (F)` : "";
    this._note.textContent = this._base.official ? words.official ?? "" : words.schematic ?? "";
    this._show();
  }

  status(text) {
    this._statusText.textContent = text;
    this._status.hidden = !text;
  }

  set(name, on) {
    if (!(name in this._state)) return;
    this._state[name] = on;
    this._show();
    this._onSwitch(name, on);
  }

  _toggle(name) {
    this.set(name, !this._state[name]);
    tell("switch", { layer: name, on: this._state[name] });
  }

  _show() {
    for (const name of SWITCHES) {
      this._buttons[name].setAttribute("aria-pressed", String(this._state[name]));
      this._buttons[name].hidden = !this._buttons[name].textContent;
    }
    this._note.hidden = !this._state.areas || !this._note.textContent;
    this._status.hidden = !this._statusText.textContent;
  }
}
