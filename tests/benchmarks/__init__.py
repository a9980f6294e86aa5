"""Speed, measured as ratios within one run: not collected by pytest, see the README for the commands."""
