"""The journeys of the study's programmes, each told once: by whom, on which page, in which words, and what is seen.

Two drivers walk them: tests/test_journeys.py with Django's own client, tests/browser/test_journeys_of_the_study.py in a
real browser. Steps that need claims or courts are not told here; they join with the rooms that keep those.
"""
