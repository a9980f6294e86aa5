"""The app, driven by keys on facts built in memory."""
