"""What `modelyard run flight-delay` does, as one Python script: DuckDB, LightGBM, scikit-learn, numpy.

Same rows, checks, label, inputs, windowed features, split, parameters, metrics, slices, number of resamples and files kept.
    python demo.py FLIGHTS.parquet OUTPUT_FOLDER THREADS
"""

import hashlib
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import lightgbm as lgb
import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, confusion_matrix, log_loss, precision_recall_curve, roc_auc_score, roc_curve

FEATURES = ["departures_24h", "late_share_24h", "to_departures_24h", "to_late_share_24h"]
INPUTS = ["distance", "hour", "weekday", "origin", "destination", *FEATURES]
CATEGORIES = ["origin", "destination"]
SEED, ROUNDS, RESAMPLES, THRESHOLD, MIN_ROWS, MAX_SLICES = 7, 300, 1000, 0.2, 30, 200
GAP = np.timedelta64(18, "h")
DAY = 24 * 3600 * 1000 * 1000


def main(source, folder, threads):
    os.makedirs(folder, exist_ok=True)
    clock = Clock()
    db = duckdb.connect(config={"threads": threads})
    db.execute(f"create view flights as select * from read_parquet('{source}')")
    version = hashlib.file_digest(open(source, "rb"), "sha256").hexdigest()
    validate(db)
    clock.lap("validate")
    flights = examples(db)
    train, validation, test = split(flights)
    clock.lap("examples and split")
    model = fit(train, validation, threads)
    model.save_model(os.path.join(folder, "model.txt"))
    clock.lap("train")
    write(folder, "baseline.json", baseline(train, model))
    clock.lap("baseline")
    scores = model.predict(test[INPUTS])
    report = evaluate(test["late"].to_numpy(), scores, test["origin"].cat, threads)
    report["data"] = {"flights": version}
    write(folder, "evaluation.json", report)
    test[["late"]].assign(score=scores).to_parquet(os.path.join(folder, "scores.parquet"))
    clock.lap("evaluate")
    metrics = {name: metric["value"] for name, metric in report["metrics"].items()}
    rows = {"examples": len(flights), "train": len(train), "validation": len(validation), "test": len(test)}
    print(json.dumps({"rows": rows, "trees": model.best_iteration, "metrics": metrics, "seconds": clock.laps}))


class Clock:
    def __init__(self):
        self.laps, self.last = {}, time.perf_counter()

    def lap(self, name):
        now = time.perf_counter()
        self.laps[name], self.last = round(now - self.last, 2), now


def validate(db):
    """The checks of flights.dataset.yaml."""
    counts = db.execute(
        """select count(*) > 100000, count(*) filter (date is null or origin is null or destination is null) = 0,
               count(*) filter (distance < 1) = 0,
               count(*) filter (not regexp_matches(origin, '^[A-Z]{3}$') or not regexp_matches(destination, '^[A-Z]{3}$')) = 0,
               count(*) filter (origin = destination) = 0, count(*) filter (delay < -120) <= 0.001 * count(*)
           from flights"""
    ).fetchall()[0]
    assert all(counts), counts


def examples(db):
    """Rows in time order with inputs, features and label."""
    flights = db.sql(
        """select date, distance, hour(date) as hour, dayofweek(date) as weekday, origin, destination, delay > 15 as late
           from flights where date >= timestamp '2001-02-01' order by date"""
    ).df()
    add_features(db, flights)
    flights[CATEGORIES] = flights[CATEGORIES].astype("category")
    return flights


def add_features(db, flights):
    """Departures and late share of both airports in the 24 hours that end 18 hours before the flight leaves."""
    events = db.sql("select origin, date, delay > 15 as late from flights order by origin, date").fetchnumpy()
    airports, code = np.unique(events["origin"].astype(str), return_inverse=True)
    time = events["date"].astype("datetime64[us]").astype(np.int64)
    moment = (code.astype(np.int64) << 52) + time
    late = np.r_[0, np.cumsum(events["late"])]
    seen = flights["date"].to_numpy().astype("datetime64[us]").astype(np.int64) - GAP.astype("timedelta64[us]").astype(np.int64)
    for prefix, column in [("", "origin"), ("to_", "destination")]:
        names = flights[column].to_numpy().astype(str)
        place = np.minimum(np.searchsorted(airports, names), len(airports) - 1)
        asked = (np.where(airports[place] == names, place, len(airports)).astype(np.int64) << 52) + seen
        last = np.searchsorted(moment, asked, side="right")
        first = np.searchsorted(moment, asked - DAY, side="right")
        flights[prefix + "departures_24h"] = last - first
        with np.errstate(invalid="ignore"):
            flights[prefix + "late_share_24h"] = (late[last] - late[first]) / (last - first)


def split(flights):
    """By share of rows in time order, equal times together, 18 hours left out before each cut."""
    rows, date = len(flights), flights["date"]
    first_validation, first_test = date.iloc[round(0.70 * rows)], date.iloc[round(0.85 * rows)]
    return (
        flights[date < first_validation - GAP],
        flights[(date >= first_validation) & (date < first_test - GAP)],
        flights[date >= first_test],
    )


def fit(train, validation, threads):
    params = {
        "objective": "binary",
        "metric": "binary_logloss",
        "learning_rate": 0.1,
        "num_leaves": 63,
        "num_threads": threads,
        "seed": SEED,
        "verbose": -1,
    }
    training = lgb.Dataset(train[INPUTS], train["late"])
    watched = lgb.Dataset(validation[INPUTS], validation["late"], reference=training)
    return lgb.train(params, training, ROUNDS, [watched], callbacks=[lgb.early_stopping(20, verbose=False)])


def baseline(train, model):
    """What the training rows look like: the reference for drift."""
    columns = {name: describe(train[name].to_numpy()) for name in ["distance", "hour", "weekday", *FEATURES]}
    for name in CATEGORIES:
        columns[name] = {"rows": len(train), "counts": train[name].value_counts().to_dict()}
    columns["probability"] = describe(model.predict(train[INPUTS]))
    columns["late"] = {"rows": len(train), "true": int(train["late"].sum())}
    return columns


def describe(column):
    values = column[~np.isnan(column)]
    distinct, counts = np.unique(values, return_counts=True)
    if len(distinct) > 1000:
        edges = np.unique(np.quantile(values, np.arange(1, 1000) / 1000, method="inverted_cdf"))
        counts = np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1)
        distinct = edges
    return {
        "rows": len(column),
        "missing": len(column) - len(values),
        "mean": float(values.mean(dtype=np.float64)),
        "sd": float(values.std(dtype=np.float64)),
        "values": distinct.tolist(),
        "counts": counts.tolist(),
    }


def evaluate(label, score, origin, threads):
    predicted = score >= THRESHOLD
    airports, codes = origin.categories, origin.codes.to_numpy()
    sizes = np.bincount(codes, minlength=len(airports))
    largest = [code for code in np.argsort(-sizes, kind="stable")[:MAX_SLICES] if sizes[code] >= MIN_ROWS]
    everything = Sample(label, score, np.zeros(len(label), np.int64), 1)
    place = np.full(len(airports), -1)
    place[largest] = np.arange(len(largest))
    part = place[codes]
    sliced = Sample(label[part >= 0], score[part >= 0], part[part >= 0], len(largest))
    overall, by_slice = resample(everything, threads), resample(sliced, threads)
    point, point_by_slice = everything.metrics(None), sliced.metrics(None)
    values = {
        "roc_auc": roc_auc_score(label, score),
        "log_loss": log_loss(label, score),
        "brier": brier_score_loss(label, score),
    }
    for name in values:
        assert abs(values[name] - point[name][0]) < 1e-9, name
    metrics = {name: with_interval(values[name], overall[name][:, 0]) for name in values}
    lost = np.where(predicted & ~label, 10, np.where(label & ~predicted, 40, 0)).mean()
    metrics["minutes_lost_per_flight"] = {"value": float(lost)}
    slices = {
        airports[code]: {
            "rows": int(sizes[code]),
            "metrics": {name: with_interval(point_by_slice[name][i], by_slice[name][:, i]) for name in values},
        }
        for i, code in enumerate(largest)
    }
    share, forecast = calibration_curve(label, score, n_bins=10)
    return {
        "metrics": metrics,
        "slices": slices,
        "curves": {
            "roc": thin(*roc_curve(label, score)),
            "pr": thin(*precision_recall_curve(label, score)),
            "calibration": [forecast.tolist(), share.tolist()],
            "confusion": confusion_matrix(label, predicted).tolist(),
        },
    }


def thin(*columns):
    return [column[:: max(1, len(column) // 500)].tolist() for column in columns]


def with_interval(value, resampled):
    defined = resampled[np.isfinite(resampled)]
    if len(defined) < 0.95 * len(resampled):
        return {"value": None if np.isnan(value) else float(value)}
    low, high = np.quantile(defined, [0.025, 0.975])
    return {"value": float(value), "low": float(low), "high": float(high)}


class Sample:
    """Rows sorted by part and score, so that every metric of every part is a few sums over weights."""

    def __init__(self, label, score, part, parts):
        order = np.lexsort((score, part))
        self.label, part, score = label[order].astype(np.float64), part[order], score[order]
        self.first = np.searchsorted(part, np.arange(parts))
        self.loss = -np.log(np.where(self.label > 0, score, 1 - score))
        self.square = (score - self.label) ** 2
        new = np.r_[True, (np.diff(score) != 0) | (np.diff(part) != 0)]
        self.tie = np.flatnonzero(new)
        self.first_tie = np.searchsorted(self.tie, self.first)

    def metrics(self, weight):
        """roc_auc, log_loss and brier of each part under row weights; NaN where undefined."""
        weight = np.ones(len(self.label)) if weight is None else weight
        rows = np.add.reduceat(weight, self.first)
        positive = np.add.reduceat(weight * self.label, self.tie)
        negative = np.add.reduceat(weight, self.tie) - positive
        below = np.cumsum(negative) - negative / 2
        positives = np.add.reduceat(positive, self.first_tie)
        negatives = np.add.reduceat(negative, self.first_tie)
        before = np.cumsum(negatives) - negatives
        wins = np.add.reduceat(positive * below, self.first_tie) - before * positives
        with np.errstate(invalid="ignore", divide="ignore"):
            return {
                "roc_auc": wins / (positives * negatives),
                "log_loss": np.add.reduceat(weight * self.loss, self.first) / rows,
                "brier": np.add.reduceat(weight * self.square, self.first) / rows,
            }


def resample(sample, threads):
    """Metrics of bootstrap resamples; weights are Poisson(1), by a table of its distribution function."""
    chance = np.cumsum([np.exp(-1) / np.prod(np.arange(1, k + 1), dtype=float) for k in range(12)])
    poisson = np.searchsorted(chance, (np.arange(2**16) + 0.5) / 2**16).astype(np.float32)
    streams = np.random.SeedSequence(SEED).spawn(RESAMPLES)

    def one(stream):
        draws = np.random.default_rng(stream).integers(0, 2**16, len(sample.label), dtype=np.uint16)
        return sample.metrics(poisson[draws])

    with ThreadPoolExecutor(threads) as pool:
        measured = list(pool.map(one, streams))
    return {name: np.array([one[name] for one in measured]) for name in measured[0]}


def write(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
