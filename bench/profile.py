"""Profiles a Parquet file with DuckDB's SUMMARIZE or pandas' describe: python profile.py TOOL FILE"""

import sys

tool, file = sys.argv[1:]
if tool == "summarize":
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    print(connection.execute(f"SUMMARIZE FROM '{file}'").fetchall())
else:
    import pandas

    table = pandas.read_parquet(file)
    print(table.describe(include="number").to_json())
    print(table.describe(exclude="number").to_json())
