"""The subjects of the app, one file each: how it looks on the home screen and in full."""
