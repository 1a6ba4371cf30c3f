"""Scripts that only say `autolog`."""

import lightgbm
import mlflow
import numpy as np
from mlflow import MlflowClient
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

client = MlflowClient()
rng = np.random.default_rng(0)
rows = rng.normal(size=(200, 3))
late = (rows[:, 0] + rng.normal(size=200) / 2 > 0).astype(int)


def scikit_learn():
    mlflow.sklearn.autolog()
    with mlflow.start_run() as active:
        fitted = LogisticRegression(C=0.5).fit(rows, late)
        fitted.score(rows, late)
    run = client.get_run(active.info.run_id)
    assert run.data.params["C"] == "0.5" and run.data.tags["estimator_name"] == "LogisticRegression"
    assert run.data.metrics["training_accuracy_score"] > 0.7
    assert run.inputs.dataset_inputs[0].tags[0].value == "train"
    (model,) = client.search_logged_models([run.info.experiment_id], f"source_run_id = '{run.info.run_id}'")
    assert run.outputs.model_outputs[0].model_id == model.model_id
    loaded = mlflow.sklearn.load_model(f"models:/{model.model_id}")
    assert (loaded.predict(rows) == fitted.predict(rows)).all()


def a_search_of_params_nests_its_runs():
    with mlflow.start_run() as active:
        GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0, 10.0]}, cv=2).fit(rows, late)
    nested = client.search_runs([active.info.experiment_id], f"tags.mlflow.parentRunId = '{active.info.run_id}'")
    assert sorted(run.data.params["C"] for run in nested) == ["0.1", "1.0", "10.0"]
    assert "best_C" in client.get_run(active.info.run_id).data.params


def light_gbm():
    mlflow.lightgbm.autolog()
    table = lightgbm.Dataset(rows, late)
    with mlflow.start_run() as active:
        params = {"objective": "binary", "num_leaves": 7, "verbose": -1, "num_threads": 1}
        booster = lightgbm.train(params, table, num_boost_round=20, valid_sets=[table])
    run = client.get_run(active.info.run_id)
    assert run.data.params["num_leaves"] == "7"
    (key,) = run.data.metrics
    losses = client.get_metric_history(active.info.run_id, key)
    assert [point.step for point in losses] == list(range(20)) and losses[-1].value < losses[0].value
    model = run.outputs.model_outputs[0].model_id
    loaded = mlflow.pyfunc.load_model(f"models:/{model}")
    assert np.allclose(loaded.predict(rows), booster.predict(rows))


scikit_learn()
a_search_of_params_nests_its_runs()
light_gbm()
