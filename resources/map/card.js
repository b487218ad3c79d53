// The small card beside the thing under the pointer. Its words come from the program and are set as text only.

const GAP = 16;
const LINES = 8;

export class Card {
  constructor(container) {
    this._container = container;
    this._box = document.createElement("div");
    this._box.className = "map-card";
    this._box.hidden = true;
    container.appendChild(this._box);
  }

  // Answers that come late belong to another thing: only the newest question counts.
  expect(point) {
    this._at = point;
    this._box.hidden = true;
  }

  show(lines) {
    if (!this._at || !Array.isArray(lines) || !lines.length) {
      this._box.hidden = true;
      return;
    }
    this._box.replaceChildren(...lines.slice(0, LINES).map((line, i) => {
      const row = document.createElement("div");
      row.className = i ? "map-card-line" : "map-card-title";
      row.textContent = String(line);
      return row;
    }));
    this._box.hidden = false;
    this._place();
  }

  _place() {
    const { clientWidth: w, clientHeight: h } = this._container, { offsetWidth: bw, offsetHeight: bh } = this._box;
    const right = this._at.x + GAP + bw < w;
    this._box.style.left = `${right ? this._at.x + GAP : Math.max(4, this._at.x - GAP - bw)}px`;
    this._box.style.top = `${Math.max(4, Math.min(h - bh - 4, this._at.y - bh / 2))}px`;
  }
}
