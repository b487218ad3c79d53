"""What leaves: letters of the outbox on their way to real far ends."""
