"""What perf/scaling/study.py is made of."""
