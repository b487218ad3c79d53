"""A case's photos on the screen: side by side as cards, covered until a person looks, enlarged on request."""
