"""What is kept about whom: every field of every model is classified, and one that is not fails the build.

The record of processing and the privacy notice are generated from the classification (`./run manage privacy_record`).
"""
