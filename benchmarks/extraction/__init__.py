"""How well the extraction works: gold annotations, scores, diagnosis, baselines and noise.

It runs the product's own pipeline and judges what comes out; nothing in the product imports it.
"""
