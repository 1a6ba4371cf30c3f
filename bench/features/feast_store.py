"""What `modelyard features build one two three` does, with Feast and its DuckDB store.

    python feast_store.py FOLDER OUTPUT
FOLDER holds asks.parquet, one.parquet, two.parquet, three.parquet.
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig
from feast.types import Float64, Int32
from feast.value_type import ValueType

VIEWS = ["one", "two", "three"]
FIELDS = [Field(name="amount", dtype=Float64), Field(name="visits", dtype=Int32)]


def main(folder, output):
    output.mkdir(parents=True, exist_ok=True)
    config = RepoConfig(
        project="bench",
        provider="local",
        registry=str(output / "registry.db"),
        offline_store={"type": "duckdb"},
        online_store={"type": "sqlite", "path": str(output / "online.db")},
        entity_key_serialization_version=3,
    )
    store = FeatureStore(config=config)
    customer = Entity(name="customer", join_keys=["customer"], value_type=ValueType.INT64)
    store.apply([customer, *(view(name, customer, folder) for name in VIEWS)])
    start = time.perf_counter()
    features = [f"{name}:{field.name}" for name in VIEWS for field in FIELDS]
    asks = pd.read_parquet(folder / "asks.parquet")
    joined = store.get_historical_features(entity_df=asks, features=features, full_feature_names=True).to_arrow()
    pq.write_table(joined, output / "features.parquet")
    print(json.dumps({"seconds": time.perf_counter() - start, "rows": joined.num_rows}))


def view(name, customer, folder):
    source = FileSource(
        name=f"{name}_rows",
        path=str(folder / f"{name}.parquet"),
        timestamp_field="event_timestamp",
        created_timestamp_column="created",
    )
    return FeatureView(name=name, entities=[customer], ttl=timedelta(days=30), schema=FIELDS, source=source)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
