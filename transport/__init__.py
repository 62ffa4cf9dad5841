"""Bytes: one sans-I/O codec per wire protocol and one server shell around them."""
