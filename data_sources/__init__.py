"""The far ends of the room: one module a protocol, the HTTP session, and the collector that runs them."""
