"""Gradient boosting, with callbacks and without MLflow."""

import argparse
import csv
import json
import os

import lightgbm as lgb
import pandas as pd

parser = argparse.ArgumentParser()
for name in ("--train", "--test", "--model", "--predictions"):
    parser.add_argument(name, required=True)
parser.add_argument("--rounds", type=int, default=60)
args = parser.parse_args()
# Also runs by hand, where nobody has set the folder.
out = os.environ.get("MODELYARD_OUTPUTS", ".")


def table(frame):
    return frame.drop(columns=["malignant", "case_id", "size"]), frame["malignant"]


history = {}
rows = pd.read_parquet(args.test)
train = lgb.Dataset(*table(pd.read_parquet(args.train)))
test = train.create_valid(*table(rows))
booster = lgb.train(
    {"objective": "binary", "metric": ["auc", "binary_logloss"], "num_leaves": 15, "seed": 7, "verbose": -1},
    train,
    num_boost_round=args.rounds,
    valid_sets=[test],
    valid_names=["test"],
    callbacks=[lgb.record_evaluation(history), lgb.log_evaluation(20), lgb.early_stopping(20)],
)
booster.save_model(args.model)
score = booster.predict(table(rows)[0])
rows[["case_id", "size", "malignant"]].assign(probability=score).to_csv(args.predictions, index=False)

series = history["test"]
with open(os.path.join(out, "metrics.csv"), "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["step", *(f"test_{name}" for name in series)])
    writer.writerows([at, *values] for at, values in enumerate(zip(*series.values())))
with open(os.path.join(out, "metrics.json"), "w") as file:
    json.dump({"best_round": booster.best_iteration}, file)
