"""All that can be searched, and page by page."""

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType

client = MlflowClient()


def names(runs):
    return [run.info.run_name for run in runs]


def runs():
    experiment = client.create_experiment("search")
    for i in range(12):
        run_id = client.create_run(experiment, start_time=1000 + i, run_name=f"r{i:02}").info.run_id
        client.log_batch(
            run_id,
            [Metric("auc", i / 10, 1, 0)] if i % 3 else [],
            [Param("kind", "tree" if i % 2 else "linear")],
            [RunTag("team", "Air")],
        )
        client.set_terminated(run_id, "FAILED" if i == 11 else "FINISHED")
    found = lambda filter, **more: names(client.search_runs([experiment], filter, **more))
    assert found("")[:2] == ["r11", "r10"]
    assert found("metrics.auc > 0.4 and params.kind = 'tree'") == ["r11", "r07", "r05"]
    assert found("tags.team ILIKE 'air'", order_by=["metrics.auc DESC"], max_results=2) == ["r11", "r10"]
    assert found("", order_by=["metrics.auc ASC", "attributes.start_time ASC"])[-4:] == ["r00", "r03", "r06", "r09"]
    assert found("attributes.status = 'FAILED'") == ["r11"]
    page = client.search_runs([experiment], max_results=5, order_by=["run_name ASC"])
    seen = names(page)
    while page.token:
        page = client.search_runs([experiment], max_results=5, order_by=["run_name ASC"], page_token=page.token)
        seen += names(page)
    assert seen == [f"r{i:02}" for i in range(12)]
    for wrong in ("metrics.auc >", "params.kind > 'a'", "nonsense", "a = 1 or b = 2"):
        try:
            found(wrong)
        except mlflow.MlflowException as refused:
            assert refused.error_code == "INVALID_PARAMETER_VALUE", wrong
        else:
            raise AssertionError(f"{wrong} was taken")


def experiments():
    for name in ("air/a", "air/b", "sea"):
        client.create_experiment(name, tags={"by": name[:3]})
    found = lambda filter, **more: [one.name for one in client.search_experiments(filter_string=filter, **more)]
    assert found("name LIKE 'air/%'", order_by=["name DESC"]) == ["air/b", "air/a"]
    assert found("tags.by = 'sea'") == ["sea"]
    assert client.get_experiment_by_name("air/a").tags == {"by": "air"}
    assert client.get_experiment_by_name("nowhere") is None
    client.delete_experiment(client.get_experiment_by_name("sea").experiment_id)
    assert found("", view_type=ViewType.DELETED_ONLY) == ["sea"]


def logged_models():
    experiment = client.create_experiment("models")
    run_id = client.create_run(experiment).info.run_id
    ids = {}
    for name, auc in (("small", 0.6), ("large", 0.8)):
        model = client.create_logged_model(experiment, name, run_id, params={"size": name}, tags={"t": "1"})
        client.finalize_logged_model(model.model_id, "READY")
        client.log_metric(run_id, "auc", auc, model_id=model.model_id, dataset_name="d", dataset_digest="1")
        ids[name] = model.model_id
    found = lambda filter, **more: [model.name for model in client.search_logged_models([experiment], filter, **more)]
    assert found("metrics.auc > 0.7") == ["large"]
    assert found("params.size = 'small' AND tags.t = '1'") == ["small"]
    assert found("", order_by=[{"field_name": "metrics.auc", "ascending": True}]) == ["small", "large"]
    assert found("metrics.auc > 0.7", datasets=[{"dataset_name": "other"}]) == []
    assert client.get_logged_model(ids["large"]).metrics[0].value == 0.8


def registered_models_and_versions():
    run_id = client.create_run("0").info.run_id
    for name in ("delay", "demand"):
        client.create_registered_model(name, tags={"team": name})
        for note in ("first", "second"):
            client.log_text(run_id, note, f"{name}/{note}/MLmodel")
            source = f"{client.get_run(run_id).info.artifact_uri}/{name}/{note}"
            client.create_model_version(name, source, run_id, description=note, tags={"note": note})
    client.set_registered_model_alias("delay", "best", 1)
    found = [model.name for model in client.search_registered_models("name LIKE 'de%'", order_by=["name DESC"])]
    assert found == ["demand", "delay"]
    assert [model.name for model in client.search_registered_models("tags.team = 'delay'")] == ["delay"]
    versions = client.search_model_versions("name = 'delay'", order_by=["version_number ASC"])
    assert [(str(one.version), one.description) for one in versions] == [("1", "first"), ("2", "second")]
    assert [one.name for one in client.search_model_versions(f"run_id = '{run_id}' and tags.note = 'first'")] == [
        "delay",
        "demand",
    ]
    first = client.search_registered_models(max_results=1)
    assert len(first) == 1 and len(client.search_registered_models(max_results=1, page_token=first.token)) == 1


runs()
experiments()
logged_models()
registered_models_and_versions()
