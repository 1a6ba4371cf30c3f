"""Evidently's report of two Parquet files as HTML: python evidently_report.py REFERENCE CURRENT OUTPUT"""

import sys

import pandas
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

reference, current, output = sys.argv[1:]
tables = [pandas.read_parquet(file) for file in (reference, current)]
numbers = list(tables[0].select_dtypes("number").columns)
texts = [name for name in tables[0].columns if name not in numbers]
definition = DataDefinition(numerical_columns=numbers, categorical_columns=texts)
datasets = [Dataset.from_pandas(table, data_definition=definition) for table in tables]
result = Report([DataDriftPreset()]).run(datasets[1], datasets[0])
result.save_html(output)
drifted = sorted(
    metric["config"]["column"]
    for metric in result.dict()["metrics"]
    if "ValueDrift" in metric["metric_name"]
    and (
        metric["value"] < metric["config"]["threshold"]
        if "p_value" in metric["config"]["method"]
        else metric["value"] >= metric["config"]["threshold"]
    )
)
print(" ".join(drifted))
