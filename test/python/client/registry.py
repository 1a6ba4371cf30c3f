"""Registered models, their versions and aliases."""

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import RestException

client = MlflowClient()


def version_of(name, note):
    run_id = client.create_run("0").info.run_id
    client.log_text(run_id, note, "model/MLmodel")
    return client.create_model_version(name, f"{client.get_run(run_id).info.artifact_uri}/model", run_id)


def refused(code, work, *arguments):
    try:
        work(*arguments)
    except RestException as error:
        assert error.error_code == code, f"{error.error_code}: {error}"
        return str(error)
    raise AssertionError("it was taken")


def versions_are_numbered_and_told_of():
    client.create_registered_model("delay", {"team": "air"}, "late or not")
    refused("RESOURCE_ALREADY_EXISTS", client.create_registered_model, "delay")
    numbers = [str(version_of("delay", note).version) for note in ("one", "two", "three")]
    assert numbers == ["1", "2", "3"]
    assert client.get_model_version("delay", "1").status == "READY"
    client.update_model_version("delay", "2", "tuned")
    client.set_model_version_tag("delay", "2", "gate", "passed")
    two = client.get_model_version("delay", "2")
    assert (two.description, two.tags["gate"]) == ("tuned", "passed")
    client.delete_model_version_tag("delay", "2", "gate")
    assert "gate" not in client.get_model_version("delay", "2").tags
    client.update_registered_model("delay", "flights that are late")
    client.set_registered_model_tag("delay", "owner", "ann")
    delay = client.get_registered_model("delay")
    assert (delay.description, delay.tags["owner"]) == ("flights that are late", "ann")
    assert [str(one.version) for one in client.get_latest_versions("delay")] == ["3"]


def aliases_move():
    client.set_registered_model_alias("delay", "champion", "1")
    client.set_registered_model_alias("delay", "champion", "2")
    assert str(client.get_model_version_by_alias("delay", "champion").version) == "2"
    folder = mlflow.artifacts.download_artifacts("models:/delay@champion")
    assert open(f"{folder}/MLmodel").read() == "two"
    client.delete_registered_model_alias("delay", "champion")
    refused("INVALID_PARAMETER_VALUE", client.get_model_version_by_alias, "delay", "champion")


def an_alias_that_a_policy_guards_says_what_to_do():
    said = refused("PERMISSION_DENIED", client.set_registered_model_alias, "delay", "production", "1")
    assert "modelyard" in said, said


def what_is_deleted_is_gone_and_its_number_stays_taken():
    client.delete_model_version("delay", "3")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version, "delay", "3")
    assert str(version_of("delay", "four").version) == "4"
    client.create_registered_model("short-lived")
    client.delete_registered_model("short-lived")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, "short-lived")


versions_are_numbered_and_told_of()
aliases_move()
an_alias_that_a_policy_guards_says_what_to_do()
what_is_deleted_is_gone_and_its_number_stays_taken()
