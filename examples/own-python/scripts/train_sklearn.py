"""A random forest, logged by MLflow's autolog."""

import argparse

import joblib
import mlflow
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

parser = argparse.ArgumentParser()
for name in ("--train", "--test", "--model"):
    parser.add_argument(name, required=True)
parser.add_argument("--depth", type=int, default=4)
args = parser.parse_args()

mlflow.sklearn.autolog(log_models=False, log_datasets=False)

train, test = pd.read_parquet(args.train), pd.read_parquet(args.test)
with mlflow.start_run():
    model = RandomForestClassifier(n_estimators=100, max_depth=args.depth, random_state=7)
    model.fit(train.drop(columns="target"), train["target"])
    score = model.predict_proba(test.drop(columns="target"))[:, 1]
    mlflow.log_metric("test_roc_auc", roc_auc_score(test["target"], score))
joblib.dump(model, args.model)
