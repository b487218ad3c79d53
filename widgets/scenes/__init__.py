"""The briefing's scenes: what each says, as plain values, and the widget that lays a scene out for its distance."""
