"""python.py FOLDER RESAMPLES: metrics with bootstrap percentile intervals, scikit-learn and numpy, as JSON."""
import json
import sys
import time

import numpy as np
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

folder, resamples = sys.argv[1], int(sys.argv[2])
scores = np.fromfile(folder + "/scores.f64")
labels = np.fromfile(folder + "/labels.u8", dtype=np.uint8).astype(np.int32)


def measure(y, p):
    return [roc_auc_score(y, p), log_loss(y, p), brier_score_loss(y, p)]


start = time.perf_counter()
values = measure(labels, scores)
rng = np.random.default_rng(0)
drawn = []
for _ in range(resamples):
    rows = rng.integers(0, len(labels), len(labels))
    drawn.append(measure(labels[rows], scores[rows]))
lows, highs = np.percentile(drawn, [2.5, 97.5], axis=0)
names = ["roc_auc", "log_loss", "brier"]
metrics = {n: {"value": v, "low": lo, "high": hi} for n, v, lo, hi in zip(names, values, lows, highs)}
print(json.dumps({"metrics": metrics, "seconds": time.perf_counter() - start}))
