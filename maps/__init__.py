"""The map: the only place that knows WebEngine, folium and Leaflet. The rest of the program sees `MapView`."""
