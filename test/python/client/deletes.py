"""What is deleted is out of sight, and comes back."""

from mlflow import MlflowClient, MlflowException
from mlflow.entities import ViewType

client = MlflowClient()


def ids(experiment, view=ViewType.ACTIVE_ONLY):
    return {run.info.run_id for run in client.search_runs([experiment], run_view_type=view)}


def runs_go_and_come_back():
    experiment = client.create_experiment("deletes")
    kept, gone = (client.create_run(experiment).info.run_id for _ in range(2))
    client.delete_run(gone)
    assert ids(experiment) == {kept} and ids(experiment, ViewType.DELETED_ONLY) == {gone}
    assert client.get_run(gone).info.lifecycle_stage == "deleted"
    try:
        client.log_metric(gone, "loss", 1)
    except MlflowException as refused:
        assert refused.error_code == "INVALID_PARAMETER_VALUE"
    else:
        raise AssertionError("a deleted run was written to")
    client.restore_run(gone)
    client.log_metric(gone, "loss", 1)
    assert ids(experiment) == {kept, gone}


def experiments_take_their_runs_along():
    experiment = client.create_experiment("sunk")
    run_id = client.create_run(experiment).info.run_id
    client.delete_experiment(experiment)
    assert client.get_experiment(experiment).lifecycle_stage == "deleted"
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    client.restore_experiment(experiment)
    assert ids(experiment) == {run_id}
    client.rename_experiment(experiment, "raised")
    assert client.get_experiment_by_name("raised").experiment_id == experiment


def logged_models_and_tags_go():
    model = client.create_logged_model("0", "short", tags={"a": "1"})
    client.delete_logged_model_tag(model.model_id, "a")
    assert "a" not in client.get_logged_model(model.model_id).tags
    client.delete_logged_model(model.model_id)
    assert list(client.search_logged_models(["0"], "name = 'short'")) == []
    run_id = client.create_run("0", tags={"t": "1"}).info.run_id
    client.delete_tag(run_id, "t")
    assert "t" not in client.get_run(run_id).data.tags


runs_go_and_come_back()
experiments_take_their_runs_along()
logged_models_and_tags_go()
