"""What the doctor knows and says, as frozen data: facts, findings, plans, reports."""
