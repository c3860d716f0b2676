"""Error against time: what work_precision.py and accuracy.py are made of."""
