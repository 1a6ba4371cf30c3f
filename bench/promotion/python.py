"""python.py FOLDER RESAMPLES: the same with numpy, ranks by counting over rows sorted once; prints JSON with the seconds."""
import json
import sys
import time

import numpy as np

folder, resamples = sys.argv[1], int(sys.argv[2])
labels = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8).astype(bool)
scores = {name: np.fromfile(f"{folder}/{name}.f64") for name in ("candidate", "champion")}
n = len(labels)
rng = np.random.default_rng(0)


def ranked(score):
    """Rows by rising score, where each value starts, and labels in that order."""
    order = np.argsort(score, kind="stable")
    values = score[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return order, starts, labels[order]


def auc(sides, counts):
    order, starts, positive = sides
    drawn = counts[order]
    ups = np.add.reduceat(np.where(positive, drawn, 0), starts).astype(np.float64)
    downs = np.add.reduceat(np.where(positive, 0, drawn), starts).astype(np.float64)
    below = np.cumsum(downs) - downs
    return (ups * (below + downs / 2)).sum() / (ups.sum() * downs.sum())


def losses(score):
    return -np.log(np.where(labels, score, 1 - score))


result = {}
started, before = time.perf_counter(), time.process_time()
sides = {name: ranked(score) for name, score in scores.items()}
draw = lambda: np.bincount(rng.integers(0, n, n), minlength=n)
ones = np.ones(n, dtype=np.int64)
differences = np.array([auc(sides["candidate"], c) - auc(sides["champion"], c) for c in (draw() for _ in range(resamples))])
value = auc(sides["candidate"], ones) - auc(sides["champion"], ones)
low, high = np.percentile(differences, [2.5, 97.5])
result["roc_auc"] = {"value": value, "low": low, "high": high, "seconds": time.perf_counter() - started, "cpu": time.process_time() - before}

started, before = time.perf_counter(), time.process_time()
gain = losses(scores["champion"]) - losses(scores["candidate"])
differences = np.array([gain[rng.integers(0, n, n)].mean() for _ in range(resamples)])
low, high = np.percentile(differences, [2.5, 97.5])
result["log_loss"] = {"value": gain.mean(), "low": low, "high": high, "seconds": time.perf_counter() - started, "cpu": time.process_time() - before}
print(json.dumps(result))
