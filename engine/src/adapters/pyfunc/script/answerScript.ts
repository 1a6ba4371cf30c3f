/** Holds a table against the signature, asks the model and makes columns of whatever it gives. */
export const ANSWER_SCRIPT = `def table_of(data):
    import pyarrow as pa

    with pa.ipc.open_stream(data) as reader:
        return reader.read_all().to_pandas()


def enforced(frame):
    """As mlflow holds a table against the model's signature before it predicts."""
    schema = state.model.metadata.get_input_schema()
    if schema is None or state.form != "table":
        return given(frame)
    try:
        from mlflow.models.utils import _enforce_schema
    except ImportError:
        try:
            from mlflow.pyfunc import _enforce_schema
        except ImportError:
            return frame
    return _enforce_schema(frame, schema)


def given(frame):
    if state.form == "matrix":
        return frame.to_numpy().astype(state.dtype)
    if state.form == "arrays":
        schema = state.model.metadata.get_input_schema()
        return {
            one.name: frame[one.name].to_numpy().astype(one.type).reshape([-1] + [1] * (len(one.shape) - 1))
            for one in schema.inputs
        }
    return frame


def as_trained(table):
    """LightGBM reads texts as the categories it was trained on."""
    import pandas as pd

    booster = getattr(state.raw, "booster_", state.raw)
    known = getattr(booster, "pandas_categorical", None)
    if state.flavor != "lightgbm" or not known or not isinstance(table, pd.DataFrame):
        return table
    texts = [one for one in table.columns if not pd.api.types.is_numeric_dtype(table[one])]
    return table.astype({one: "category" for one in texts}) if len(texts) == len(known) else table


def answer_columns(frame):
    import numpy as np

    if state.task is None:
        return columns_of(state.model.predict(given(frame)), len(frame))
    table = as_trained(enforced(frame))
    if state.task == "booster":
        return of_booster(table, len(frame))
    facts = state.outputs[0]
    order = {one: at for at, one in enumerate(state.classes)}
    said = np.asarray(state.raw.predict(table)).reshape(-1)
    codes = [order.get(one, -1) for one in said]
    if len(codes) != len(frame) or min(codes, default=0) < 0:
        raise Refused("model-output", "predict gives what is none of its classes.")
    columns = [(state.name, labels_of(codes, facts))]
    if state.task == "proba":
        columns += probabilities(np.asarray(state.raw.predict_proba(table), dtype="float64"), len(frame))
    return columns


def labels_of(codes, facts):
    labels = [facts["classes"][code] for code in codes]
    if facts["label"] == "boolean":
        return [label == "true" for label in labels]
    return [int(label) for label in labels] if facts["label"] == "integer" else labels


def probabilities(values, rows):
    classes = state.outputs[0]["classes"]
    if values.shape != (rows, len(classes)):
        raise Refused("model-output", f"predict_proba gives an array of {values.shape} for {rows} rows and {len(classes)} classes.")
    if len(classes) == 2:
        return [(f"{state.name}_probability", values[:, 1])]
    return [(f"{state.name}_probability_{one}", values[:, at]) for at, one in enumerate(classes)]


def of_booster(table, rows):
    import numpy as np

    if state.flavor == "xgboost":
        import xgboost

        table = xgboost.DMatrix(table)
    values = np.asarray(state.raw.predict(table), dtype="float64")
    if values.ndim == 1:
        values = np.stack([1 - values, values], axis=1)
    codes = (values[:, 1] >= 0.5).astype(int) if values.shape[1] == 2 else values.argmax(axis=1)
    return [(state.name, [int(code) for code in codes])] + probabilities(values, rows)


def columns_of(result, rows):
    import numpy as np
    import pandas as pd

    if hasattr(result, "toarray"):
        result = result.toarray()
    if isinstance(result, dict) or (isinstance(result, list) and result and all(isinstance(one, dict) for one in result)):
        result = pd.DataFrame(result)
    if isinstance(result, pd.DataFrame):
        only = len(result.columns) == 1
        named = [(name_of(one, only), result.iloc[:, at]) for at, one in enumerate(result.columns)]
    elif isinstance(result, pd.Series):
        named = [(state.name, result)]
    elif isinstance(result, (list, tuple, np.ndarray)):
        values = result if isinstance(result, np.ndarray) else array_of(result)
        if values.ndim == 1 or (values.ndim == 2 and values.shape[1] == 1):
            named = [(state.name, pd.Series(values.reshape(-1)))]
        elif values.ndim == 2:
            named = [(str(at), pd.Series(values[:, at])) for at in range(values.shape[1])]
        else:
            raise Refused("model-output", f"It gives an array of {values.shape}, where one value a row or a row of values is expected.")
    else:
        raise Refused("model-output", f"It gives a {type(result).__name__}, which is no column and no table.")
    if not named:
        raise Refused("model-output", "It gives a table without columns.")
    names = [name for name, _ in named]
    if len(set(names)) < len(names):
        raise Refused("model-output", "It gives two columns of one name: " + ", ".join(names))
    for name, values in named:
        if len(values) != rows:
            raise Refused("model-output", f"It gives {len(values)} values of {name} for {rows} rows.")
    return named


def array_of(values):
    import numpy as np

    if any(isinstance(one, (list, tuple, np.ndarray)) for one in values):
        try:
            return np.asarray([list(one) for one in values])
        except (TypeError, ValueError):
            raise Refused("model-output", "It gives rows of unequal length.")
    whole = np.empty(len(values), dtype=object)
    whole[:] = values
    return whole


def name_of(column, only):
    if isinstance(column, str) and column:
        return state.name if only and column == UNNAMED else column
    return state.name if only else str(column)


def kind_of(values, name):
    """boolean, integer, float or string, by what stands in it."""
    import datetime, decimal, numbers
    import numpy as np
    import pandas as pd

    series = pd.Series(values)
    kind = getattr(series.dtype, "kind", "O")
    if kind == "b":
        return "boolean"
    if kind in "iu":
        return "integer"
    if kind == "f":
        return "float"
    seen = [one for one in series.tolist() if not absent(one)]
    if all(isinstance(one, (bool, np.bool_)) for one in seen) and seen:
        return "boolean"
    if all(isinstance(one, numbers.Integral) for one in seen) and seen:
        return "integer"
    if all(isinstance(one, (numbers.Real, decimal.Decimal)) for one in seen) and seen:
        return "float"
    if all(isinstance(one, (str, bytes, datetime.date, np.datetime64)) for one in seen):
        return "string"
    odd = next((one for one in seen if not isinstance(one, (str, numbers.Real))), seen[0])
    raise Refused("model-output", f"Values of {name} are of several kinds or none of a cell, such as a {type(odd).__name__}.")


def absent(value):
    return value is None or value != value or type(value).__name__ in ("NAType", "NaTType")


def cells(values, kind, name):
    import pyarrow as pa
    import pandas as pd

    items = pd.Series(values).tolist()
    if kind == "string":
        texts = [None if absent(one) else one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in items]
        return pa.array(texts, type=pa.utf8())
    try:
        numbers = [float("nan") if absent(one) else float(one) for one in items]
    except (TypeError, ValueError, OverflowError) as error:
        raise Refused("model-output", f"Values of {name} are not what they were before: {error}.")
    if kind != "float" and any(one == one and (one % 1 != 0 or abs(one) == float("inf")) for one in numbers):
        raise Refused("model-output", f"Values of {name} are whole numbers first and others later.")
    return pa.array(numbers, type=pa.float64(), from_pandas=False)


def frame_of(ask, data):
    import pandas as pd

    frame = table_of(data)
    return frame if len(frame.columns) else pd.DataFrame(index=range(ask["rows"]))


def predicted(ask, data):
    try:
        return answer_columns(frame_of(ask, data))
    except Refused:
        raise
    except ModuleNotFoundError as error:
        raise missing([error.name.split(".")[0]]) if error.name else error
    except Exception as error:
        import traceback

        traceback.print_exc()
        raise Refused("model-run", text_of(error))


def learn(ask, data):
    columns = predicted(ask, data)
    state.outputs = [dict(name=name, label=kind_of(values, name)) for name, values in columns]
    return dict(outputs=state.outputs)


def predict(ask, data):
    import pyarrow as pa

    kinds = {}
    for one in state.outputs:
        kinds[one["name"]] = one["label"]
    columns = predicted(ask, data)
    unlike = set(kinds) - {name for name, _ in columns}
    if unlike or (state.task is None and len(columns) != len(kinds)):
        said = ", ".join(name for name, _ in columns)
        raise Refused("model-output", f"It gives {said} where its outputs are {', '.join(kinds)}.")
    arrays = [cells(values, kinds.get(name, "float"), name) for name, values in columns]
    return arrow(pa.table(arrays, names=[name for name, _ in columns]))


def arrow(table):
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
`;
