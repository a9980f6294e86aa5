"""The app: it shows a report and asks the doctor to act."""
