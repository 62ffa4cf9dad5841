"""The vendor's protocols for live speech: realtime sessions, and translation sessions."""
