"""The operations centre without a screen: rules, journal, picture, views. No Qt."""
