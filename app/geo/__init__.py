"""Points, areas and distances; the domain receives ids and metres. No Qt, no clock, no store."""
