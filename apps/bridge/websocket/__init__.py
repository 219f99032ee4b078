"""Poses for web pages: JSON over WebSocket, and pages that draw them."""
