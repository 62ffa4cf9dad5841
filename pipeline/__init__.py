"""Time, turns, channels, the lane, the session: the graph without models and without sockets."""
