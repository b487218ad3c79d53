// A Leaflet layer that is one canvas of ours, a little larger than the view. It follows the map: moved by CSS, painted
// anew when the movement ends or its edge comes into view; scaled by CSS while the zoom runs.

export const CanvasLayer = L.Layer.extend({
  initialize(paint, pane, padding) {
    this._paint = paint;
    this._paneName = pane;
    this._padding = padding;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated map-canvas");
    map.getPane(this._paneName).appendChild(this.canvas);
    this.repaint();
  },

  onRemove() {
    this.canvas.remove();
    this.canvas = null;
  },

  getEvents() {
    return {
      viewreset: this.repaint, moveend: this.repaint, resize: this.repaint, zoom: this._onZoom, move: this._onMove,
      zoomanim: this._onZoomAnim,
    };
  },

  // The part of the world on the canvas, in device pixels.
  place() {
    const map = this._map, size = map.getSize(), pad = size.multiplyBy(this._padding).round();
    const corner = map.containerPointToLayerPoint(pad.multiplyBy(-1)).round();
    const dpr = window.devicePixelRatio || 1;
    return {
      corner, pad, dpr, size, zoom: map.getZoom(),
      width: Math.round((size.x + 2 * pad.x) * dpr), height: Math.round((size.y + 2 * pad.y) * dpr),
    };
  },

  repaint() {
    if (!this._map || document.hidden) return;
    const view = this.place(), canvas = this.canvas;
    if (view.size.x < 1 || view.size.y < 1) return;
    if (canvas.width !== view.width || canvas.height !== view.height) {
      canvas.width = view.width;
      canvas.height = view.height;
      canvas.style.width = `${view.width / view.dpr}px`;
      canvas.style.height = `${view.height / view.dpr}px`;
    }
    L.DomUtil.setTransform(canvas, view.corner, 1);
    this._zoom = view.zoom;
    this._centre = this._map.getCenter();
    this.view = view;
    this._paint(canvas, view);
  },

  _onMove() {
    if (!this.view || this._zoom !== this._map.getZoom()) return;
    const off = this._map.containerPointToLayerPoint([0, 0]).subtract(this.view.corner), { pad } = this.view;
    if (off.x < 0 || off.y < 0 || off.x > 2 * pad.x || off.y > 2 * pad.y) this.repaint();
  },

  _onZoom() {
    this._stretch(this._map.getCenter(), this._map.getZoom());
  },

  _onZoomAnim(event) {
    this._stretch(event.center, event.zoom);
  },

  _stretch(centre, zoom) {
    if (!this.view) return;
    const map = this._map, scale = map.getZoomScale(zoom, this._zoom);
    const half = map.getSize().multiplyBy(0.5).add(this.view.pad);
    const corner = half.multiplyBy(-scale).add(map.project(this._centre, zoom))
      .subtract(map._getNewPixelOrigin(centre, zoom));
    L.DomUtil.setTransform(this.canvas, corner, scale);
  },
});
