"""Runs, as scripts log them."""

import math
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag

client = MlflowClient()


def all_that_is_logged_comes_back():
    mlflow.set_experiment("flights/delay 2026")
    with mlflow.start_run(run_name="first", tags={"team": "air"}, description="a **note**") as active:
        mlflow.log_params({"lr": 0.1, "model/depth": 3, "text": "two\nlines: ü"})
        for step in range(5):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"nan": math.nan, "inf": math.inf, "low": -math.inf, "val/auc.top": 0.7})
        mlflow.set_tag("a b/c", "ü")
    run = client.get_run(active.info.run_id)
    assert (run.info.status, run.info.run_name) == ("FINISHED", "first")
    assert run.info.start_time <= run.info.end_time
    assert run.data.params == {"lr": "0.1", "model/depth": "3", "text": "two\nlines: ü"}
    assert run.data.tags["team"] == "air" and run.data.tags["a b/c"] == "ü"
    assert run.data.tags["mlflow.note.content"] == "a **note**"
    assert math.isnan(run.data.metrics["nan"]) and run.data.metrics["inf"] > 1e308 and run.data.metrics["low"] < -1e308
    assert run.data.metrics["val/auc.top"] == 0.7
    points = client.get_metric_history(active.info.run_id, "loss")
    assert [(point.step, point.value) for point in points] == [(step, 1 / (step + 1)) for step in range(5)]


def a_script_that_fails_is_seen_to():
    try:
        with mlflow.start_run() as active:
            raise ValueError("no luck")
    except ValueError:
        pass
    assert client.get_run(active.info.run_id).info.status == "FAILED"


def runs_nest_and_are_taken_up_again():
    with mlflow.start_run(run_name="sweep") as sweep:
        for depth in (3, 6):
            with mlflow.start_run(run_name=f"depth {depth}", nested=True):
                mlflow.log_param("depth", depth)
    nested = client.search_runs([sweep.info.experiment_id], f"tags.mlflow.parentRunId = '{sweep.info.run_id}'")
    assert sorted(run.data.params["depth"] for run in nested) == ["3", "6"]
    assert client.get_parent_run(nested[0].info.run_id).info.run_id == sweep.info.run_id
    with mlflow.start_run(run_id=sweep.info.run_id):
        assert client.get_run(sweep.info.run_id).info.status == "RUNNING"
        mlflow.log_metric("best", 6)
    assert client.get_run(sweep.info.run_id).info.status == "FINISHED"


def a_param_keeps_its_value():
    run_id = client.create_run("0").info.run_id
    client.log_param(run_id, "lr", 1)
    client.log_param(run_id, "lr", 1)
    try:
        client.log_batch(run_id, metrics=[Metric("loss", 1, 1, 1)], params=[Param("lr", "2")])
    except mlflow.MlflowException as refused:
        assert refused.error_code == "INVALID_PARAMETER_VALUE", refused.error_code
    else:
        raise AssertionError("another value was taken")
    assert client.get_run(run_id).data.metrics == {}


def a_batch_holds_a_thousand():
    run_id = client.create_run("0").info.run_id
    client.log_batch(run_id, metrics=[Metric("loss", step / 7, step, step) for step in range(1000)])
    client.log_batch(run_id, params=[Param(f"p{i}", str(i)) for i in range(100)], tags=[RunTag("t", "1")])
    assert [point.value for point in client.get_metric_history(run_id, "loss")] == [step / 7 for step in range(1000)]
    assert len(client.get_run(run_id).data.params) == 100


def files_come_back_byte_by_byte():
    with mlflow.start_run() as active, tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "deep").mkdir()
        (here / "deep/with space ü.bin").write_bytes(bytes(range(256)) * 1000)
        (here / "empty").write_bytes(b"")
        mlflow.log_artifacts(folder, "all")
        mlflow.log_text("hello", "notes/hello.txt")
        mlflow.log_dict({"a": [1, 2]}, "notes/a.json")
        run_id = active.info.run_id
        assert {"all", "notes"} <= {file.path for file in client.list_artifacts(run_id)}
        listed = {file.path: (file.is_dir, file.file_size) for file in client.list_artifacts(run_id, "all")}
        assert listed["all/deep"] == (True, None) and "all/empty" in listed
        back = Path(client.download_artifacts(run_id, "all", folder))
        assert (back / "deep/with space ü.bin").read_bytes() == (here / "deep/with space ü.bin").read_bytes()
        assert (back / "empty").read_bytes() == b""
        assert mlflow.artifacts.load_dict(f"runs:/{run_id}/notes/a.json") == {"a": [1, 2]}


def datasets_stand_with_their_context():
    run_id = client.create_run("0").info.run_id
    flights = Dataset("flights", "abc", "local", '{"uri": "flights.parquet"}')
    client.log_inputs(run_id, [DatasetInput(flights, [InputTag("mlflow.data.context", "train")])])
    (read,) = client.get_run(run_id).inputs.dataset_inputs
    assert (read.dataset.name, read.dataset.digest, read.tags[0].value) == ("flights", "abc", "train")


all_that_is_logged_comes_back()
a_script_that_fails_is_seen_to()
runs_nest_and_are_taken_up_again()
a_param_keeps_its_value()
a_batch_holds_a_thousand()
files_come_back_byte_by_byte()
datasets_stand_with_their_context()
