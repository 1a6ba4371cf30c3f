"""list.py FOLDER: the same through MLflow's own client."""
import json
import os
import sys
import time
import warnings

warnings.simplefilter("ignore")
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow import MlflowClient

client = MlflowClient("file://" + sys.argv[1])
start = time.perf_counter()
ids = [e.experiment_id for e in client.search_experiments()]
runs = client.search_runs(ids, max_results=2000)
print(json.dumps({"runs": len(runs), "seconds": time.perf_counter() - start}))
