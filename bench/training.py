"""Training beside ours: makes the data both read, and trains with LightGBM, XGBoost and scikit-learn.

    python training.py make FOLDER FLIGHTS.parquet          writes the tables as columns of 4-byte values
    python training.py train FOLDER TABLE TOOL THREADS      prints seconds and AUC as JSON
"""

import json
import os
import sys
import time

import numpy as np

ROWS, TEST_ROWS, COLUMNS = 500_000, 100_000, 30


def make(folder, flights):
    os.makedirs(folder, exist_ok=True)
    make_numbers(os.path.join(folder, "numbers"))
    make_flights(os.path.join(folder, "flights"), flights)


def make_numbers(path):
    """Thirty columns of numbers; half of them matter, alone, squared, in steps and in pairs."""
    draw = np.random.default_rng(7)
    x = draw.standard_normal((ROWS + TEST_ROWS, COLUMNS), dtype=np.float32)
    z = 0.8 * x[:, 0] + np.abs(x[:, 1]) - 0.8 + np.where(x[:, 2] > 0.5, 1, -0.3) + 0.6 * np.maximum(x[:, 3], x[:, 4])
    z += 0.5 * np.sin(3 * x[:, 5]) + 0.3 * x[:, 6] ** 2 - 0.3 + 0.5 * np.tanh(x[:, 7] - x[:, 8])
    z += 0.2 * x[:, 9:15].sum(axis=1)
    label = draw.random(len(z)) < 1 / (1 + np.exp(-z))
    kinds = [{"kind": "numbers", "name": f"x{i}"} for i in range(COLUMNS)]
    parts = {"train": slice(0, ROWS), "test": slice(ROWS, None)}
    write(path, kinds, {name: ([x[part, i] for i in range(COLUMNS)], label[part]) for name, part in parts.items()})


def make_flights(path, flights):
    """Three million flights in time order, 70% to train, 15% to validate, 15% to test."""
    import duckdb

    rows = duckdb.sql(
        f"""select distance::float, hour(date)::float, dayofweek(date)::float, origin, destination, delay > 15
            from read_parquet('{flights}') order by date, origin, destination, delay, distance"""
    ).fetchnumpy()
    distance, hour, weekday, origin, destination, late = [np.asarray(rows[name]) for name in rows]
    kinds = [{"kind": "numbers", "name": name} for name in ["distance", "hour", "weekday"]]
    columns = [distance, hour, weekday]
    first, second = int(0.7 * len(late)), int(0.85 * len(late))
    for name, texts in [("origin", origin), ("destination", destination)]:
        known = np.unique(texts[:first])
        codes = np.searchsorted(known, texts).clip(0, len(known) - 1)
        columns.append(np.where(known[codes] == texts, codes, -1).astype(np.int32))
        kinds.append({"kind": "categories", "name": name, "categories": known.tolist()})
    parts = {"train": slice(0, first), "validation": slice(first, second), "test": slice(second, None)}
    write(path, kinds, {name: ([column[part] for column in columns], late[part]) for name, part in parts.items()})


def write(path, kinds, parts):
    for name, (columns, label) in parts.items():
        with open(f"{path}.{name}.bin", "wb") as file:
            for column in columns:
                file.write(np.ascontiguousarray(column).tobytes())
            file.write(label.astype(np.float32).tobytes())
    rows = {name: len(label) for name, (_, label) in parts.items()}
    with open(f"{path}.json", "w", encoding="utf-8") as file:
        json.dump({"columns": kinds, "rows": rows}, file)


def read(path, part, about):
    values = np.fromfile(f"{path}.{part}.bin", np.float32).reshape(len(about["columns"]) + 1, about["rows"][part])
    x = values[:-1].copy()
    for i, column in enumerate(about["columns"]):
        if column["kind"] == "categories":
            x[i] = values[i].view(np.int32)
    return np.ascontiguousarray(x.T), values[-1]


def train(folder, table, tool, threads):
    path = os.path.join(folder, table)
    about = json.load(open(f"{path}.json", encoding="utf-8"))
    data = {part: read(path, part, about) for part in about["rows"]}
    predict, seconds, rounds = TOOLS[tool](about, data, threads, table == "flights")
    from sklearn.metrics import roc_auc_score

    x, label = data["test"]
    print(json.dumps({"seconds": seconds, "auc": roc_auc_score(label, predict(x)), "rounds": rounds}))


def lightgbm(about, data, threads, flights):
    import lightgbm as lgb

    params = {"objective": "binary", "learning_rate": 0.1, "num_leaves": 63 if flights else 31, "num_threads": threads}
    params |= {"max_bin": 255, "min_data_in_leaf": 20, "verbose": -1, "metric": "binary_logloss"}
    categories = [i for i, column in enumerate(about["columns"]) if column["kind"] == "categories"]
    start = time.perf_counter()
    rows = lgb.Dataset(*data["train"], categorical_feature=categories)
    watched = [lgb.Dataset(*data["validation"], reference=rows)] if flights else []
    stop = [lgb.early_stopping(20, verbose=False)] if flights else []
    model = lgb.train(params, rows, 300 if flights else 100, watched, callbacks=stop)
    return model.predict, time.perf_counter() - start, model.best_iteration if flights else model.num_trees()


def xgboost(_about, data, threads, _flights):
    import xgboost as xgb

    model = xgb.XGBClassifier(
        n_estimators=100, learning_rate=0.1, tree_method="hist", grow_policy="lossguide", max_leaves=31, max_depth=0,
        max_bin=255, reg_lambda=0, min_child_weight=1e-3, n_jobs=threads,
    )
    start = time.perf_counter()
    model.fit(*data["train"])
    return lambda x: model.predict_proba(x)[:, 1], time.perf_counter() - start, 100


def sklearn(_about, data, _threads, _flights):
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(max_iter=100, early_stopping=False)
    start = time.perf_counter()
    model.fit(*data["train"])
    return lambda x: model.predict_proba(x)[:, 1], time.perf_counter() - start, 100


TOOLS = {"LightGBM": lightgbm, "XGBoost": xgboost, "scikit-learn": sklearn}

if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3])
    else:
        os.environ["OMP_NUM_THREADS"] = sys.argv[5]
        train(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
