"""The city at an instant: columns that advance by commit. A pure reading of the journal."""
