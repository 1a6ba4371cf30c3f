"""Models that are logged, registered and loaded by their alias."""

import mlflow
import numpy as np
import pandas as pd
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

client = MlflowClient()
rows = pd.DataFrame({"distance": [100.0, 500.0, 900.0], "hour": [6.0, 12.0, 18.0]})
delay = np.array([1.0, 5.0, 9.0])
fitted = LinearRegression().fit(rows, delay)
signature = infer_signature(rows, delay)


def a_model_is_logged_registered_and_loaded():
    with mlflow.start_run() as active:
        logged = mlflow.sklearn.log_model(
            fitted,
            name="model",
            signature=signature,
            input_example=rows.head(1),
            serialization_format="cloudpickle",
            registered_model_name="delay",
        )
    assert str(logged.registered_model_version) == "1"
    version = client.get_model_version("delay", "1")
    assert version.run_id == active.info.run_id and version.status == "READY"
    client.set_registered_model_alias("delay", "champion", "1")
    for address in (logged.model_uri, "models:/delay/1", "models:/delay@champion", f"runs:/{active.info.run_id}/model"):
        loaded = mlflow.pyfunc.load_model(address)
        assert np.allclose(loaded.predict(rows), delay), address
        assert loaded.metadata.signature == signature
    assert mlflow.models.get_model_info("models:/delay@champion").model_id == logged.model_id


def another_version_comes_from_a_run():
    with mlflow.start_run() as active:
        mlflow.sklearn.log_model(fitted, name="again", serialization_format="cloudpickle")
    version = mlflow.register_model(f"runs:/{active.info.run_id}/again", "delay")
    assert str(version.version) == "2"
    assert mlflow.sklearn.load_model("models:/delay/2").coef_.tolist() == fitted.coef_.tolist()


a_model_is_logged_registered_and_loaded()
another_version_comes_from_a_run()
