"""Metrics of small random cases as scikit-learn computes them -> metrics.json; bootstrap of SciPy -> bootstrap.json.

Made with scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6:  python generate.py
Undefined values (no positives, constant labels ...) are null here, where scikit-learn warns or returns a constant.
"""
import json
import os
import warnings

import numpy as np
from scipy import stats
from sklearn import metrics as m

warnings.simplefilter("error")
rng = np.random.default_rng(20260101)
HERE = os.path.dirname(os.path.abspath(__file__))
BINS = 15


def ece(outcome, confidence):
    edges = np.linspace(0, 1, BINS + 1)
    which = np.searchsorted(edges[1:-1], confidence)
    return sum(abs((outcome - confidence)[which == b].sum()) for b in range(BINS)) / len(outcome)


def by_class(y, pred, labels=None):
    out = {
        "accuracy": m.accuracy_score(y, pred),
        "balanced_accuracy": m.recall_score(y, pred, labels=np.unique(y), average="macro"),
        "mcc": m.matthews_corrcoef(y, pred) if len(set(y)) > 1 and len(set(pred)) > 1 else None,
    }
    for average in ("macro", "weighted"):
        kwargs = {"average": average, "zero_division": 0}
        out["precision_" + average] = m.precision_score(y, pred, **kwargs)
        out["recall_" + average] = m.recall_score(y, pred, **kwargs)
        out["f1_" + average] = m.f1_score(y, pred, **kwargs)
    return out


def binary(name, y, p, dtype="float64"):
    pred = (p >= 0.5).astype(int)
    both = len(set(y)) > 1
    clipped = np.clip(p, np.finfo(dtype).eps, 1 - np.finfo(dtype).eps)
    values = {
        "roc_auc": m.roc_auc_score(y, p) if both else None,
        "pr_auc": m.average_precision_score(y, p) if y.any() else None,
        "log_loss": m.log_loss(y, y_proba=clipped, labels=[0, 1]),
        "brier": m.brier_score_loss(y, y_proba=p) if both else float(np.mean((p - y) ** 2)),
        "expected_calibration_error": ece(y, p),
        "precision": m.precision_score(y, pred) if pred.any() else None,
        "recall": m.recall_score(y, pred) if y.any() else None,
        "f1": m.f1_score(y, pred) if pred.any() or y.any() else None,
        **by_class(y, pred),
    }
    w = rng.integers(0, 5, len(y)) / 4 + 0.25
    weighted = {
        "roc_auc": m.roc_auc_score(y, p, sample_weight=w) if both else None,
        "log_loss": m.log_loss(y, y_proba=clipped, labels=[0, 1], sample_weight=w),
    }
    return {"name": name, "task": "binary", "dtype": dtype, "classes": 2, "labels": y.tolist(),
            "scores": [p.tolist()], "values": values, "weights": w.tolist(), "weighted": weighted}


def multiclass(name, y, p):
    classes = p.shape[1]
    pred = p.argmax(axis=1)
    all_there = len(set(y)) == classes
    onehot = np.eye(classes)[y]
    values = {
        "roc_auc": m.roc_auc_score(y, p, multi_class="ovr", average="macro") if all_there else None,
        "pr_auc": m.average_precision_score(onehot, p, average="macro") if all_there else None,
        "log_loss": m.log_loss(y, y_proba=p, labels=list(range(classes))),
        "brier": m.brier_score_loss(y, y_proba=p, labels=list(range(classes))),
        "expected_calibration_error": ece((pred == y).astype(float), p.max(axis=1)),
        **by_class(y, pred),
    }
    return {"name": name, "task": "multiclass", "dtype": "float64", "classes": classes, "labels": y.tolist(),
            "scores": p.T.tolist(), "values": values}


def regression(name, y, p, dtype="float64"):
    values = {
        "rmse": m.root_mean_squared_error(y, p),
        "mae": m.mean_absolute_error(y, p),
        "median_absolute_error": m.median_absolute_error(y, p),
        "r2": m.r2_score(y, p) if len(set(y)) > 1 else None,
        "mape": m.mean_absolute_percentage_error(y, p),
        "pinball": m.mean_pinball_loss(y, p, alpha=0.5),
        "pinball_90": m.mean_pinball_loss(y, p, alpha=0.9),
        "pinball_5": m.mean_pinball_loss(y, p, alpha=0.05),
    }
    return {"name": name, "task": "regression", "dtype": dtype, "classes": 0, "labels": y.tolist(),
            "scores": [p.tolist()], "values": values}


def outcomes(p):
    return (rng.random(len(p)) < p).astype(int)


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cases():
    p = rng.random(200)
    yield binary("continuous scores", outcomes(p), p)
    p = np.round(rng.random(150), 1)
    yield binary("many ties", outcomes(p), p)
    p = rng.beta(1, 30, 400)
    yield binary("imbalanced", outcomes(p), p)
    yield binary("tiny", np.array([0, 1, 1, 0]), np.array([0.2, 0.2, 0.9, 0.5]))
    yield binary("perfect", np.array([0, 0, 1, 1]), np.array([0.1, 0.2, 0.8, 0.9]))
    yield binary("upside down", np.array([1, 1, 0]), np.array([0.1, 0.2, 0.8]))
    p = rng.choice([0.0, 1.0, 0.5, 1e-300, 1 - 1e-16], 60)
    yield binary("certain and wrong", rng.integers(0, 2, 60), p)
    p = rng.choice([0.0, 1.0, 0.5, 1e-9], 60).astype("float32").astype("float64")
    yield binary("float32 clip", rng.integers(0, 2, 60), p, "float32")
    yield binary("constant score", np.array([0, 1, 0, 1, 0]), np.full(5, 0.25))
    yield binary("no positives", np.zeros(5, int), np.array([0.1, 0.6, 0.3, 0.4, 0.2]))
    yield binary("no negatives", np.ones(4, int), np.array([0.1, 0.6, 0.3, 0.4]))

    x = rng.normal(size=(150, 3))
    yield multiclass("three classes", np.array([rng.choice(3, p=row) for row in softmax(x)]), softmax(x))
    x = np.round(rng.normal(size=(120, 5)) * [1, 1, 1, 1, 0.1] - [0, 0, 0, 0, 9])
    yield multiclass("class never predicted, ties", np.arange(120) % 5, softmax(x))
    x = rng.normal(size=(40, 4))
    yield multiclass("class without rows", rng.integers(0, 3, 40), softmax(x))

    y = rng.normal(size=101)
    yield regression("odd number of rows", y, y + rng.normal(size=101))
    y = np.round(rng.gamma(1, 10, 100))
    yield regression("zeros and ties, even number", y, np.round(y + rng.normal(size=100) * 4))
    y = 1e6 + rng.normal(size=50)
    yield regression("far from zero", y, y + rng.normal(size=50))
    yield regression("constant labels", np.full(6, 0.1), rng.normal(size=6))
    yield regression("perfect", np.array([1.0, 2, 3]), np.array([1.0, 2, 3]))
    y = rng.normal(size=64).astype("float32").astype("float64")
    yield regression("float32", y, (y * 0.5).astype("float32").astype("float64"), "float32")


def bootstrap():
    p = np.round(rng.random(80), 2)
    y = outcomes(p)
    values = {}
    for name, metric in {"roc_auc": m.roc_auc_score, "brier": lambda a, b: m.brier_score_loss(a, y_proba=b)}.items():
        got = stats.bootstrap((y, p), metric, paired=True, vectorized=False, n_resamples=20000, method="percentile",
                              rng=np.random.default_rng(1))
        values[name] = [got.confidence_interval.low, got.confidence_interval.high]
    errors = rng.normal(size=70)
    got = stats.bootstrap((np.abs(errors),), np.median, n_resamples=20000, method="percentile",
                          rng=np.random.default_rng(1))
    return {"labels": y.tolist(), "scores": p.tolist(), "values": values, "errors": errors.tolist(),
            "median_absolute_error": [got.confidence_interval.low, got.confidence_interval.high]}


def write(name, value):
    with open(os.path.join(HERE, name), "w") as file:
        json.dump(value, file, separators=(",", ":"))
        file.write("\n")


write("metrics.json", list(cases()))
write("bootstrap.json", bootstrap())
