"""A random forest, logged by MLflow's autolog."""

import argparse

import mlflow
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

parser = argparse.ArgumentParser()
for name in ("--train", "--test", "--model", "--predictions"):
    parser.add_argument(name, required=True)
parser.add_argument("--depth", type=int, default=4)
args = parser.parse_args()

mlflow.sklearn.autolog(log_models=False, log_datasets=False)

NO_INPUTS = ["malignant", "case_id", "size"]
train, test = pd.read_parquet(args.train), pd.read_parquet(args.test)
inputs = test.drop(columns=NO_INPUTS)
with mlflow.start_run():
    model = RandomForestClassifier(n_estimators=100, max_depth=args.depth, random_state=7)
    model.fit(train.drop(columns=NO_INPUTS), train["malignant"])
    score = model.predict_proba(inputs)[:, 1]
    mlflow.log_metric("test_roc_auc", roc_auc_score(test["malignant"], score))
mlflow.sklearn.save_model(
    model,
    args.model,
    signature=mlflow.models.infer_signature(inputs, model.predict(inputs)),
    pip_requirements="requirements.txt",
    serialization_format="cloudpickle",
)
test[["case_id", "size", "malignant"]].assign(probability=score).to_parquet(args.predictions, index=False)
