/** Turns the loaded model into ONNX with whichever converter is for it. */
export const CONVERT_SCRIPT = `def convert(ask):
    needed("onnx")
    flavor = state.flavor
    if flavor == "sklearn":
        return of_sklearn(ask)
    if flavor in ("lightgbm", "xgboost"):
        return of_trees(ask)
    if flavor == "pytorch":
        return of_torch(ask)
    raise Refused("no-converter", f"There is no converter for the flavor {flavor} of MLflow; those of sklearn, lightgbm, xgboost and pytorch have one.")


def version_of(package):
    from importlib import metadata

    return f"{package} {metadata.version(package)}"


def port_types(ask, numbers):
    """A column each: texts, whole numbers where the preprocessing tells them apart, else float."""
    from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType

    def one(type):
        if type == "string":
            return StringTensorType([None, 1])
        return Int64TensorType([None, 1]) if type in numbers else FloatTensorType([None, 1])

    return [(name, one(type)) for name, type in ask["inputs"].items()]


def of_sklearn(ask):
    needed("skl2onnx")
    import skl2onnx
    from skl2onnx.common.data_types import FloatTensorType
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import Pipeline

    know_others()
    first = state.raw.steps[0][1] if isinstance(state.raw, Pipeline) else state.raw
    by_column = isinstance(first, ColumnTransformer)
    if not by_column and "string" in ask["inputs"].values():
        raise Refused("no-converter", "It reads texts without a ColumnTransformer, which skl2onnx needs to tell columns apart.")
    ports = port_types(ask, ("integer", "long")) if by_column else [("all", FloatTensorType([None, len(ask["inputs"])]))]
    options = {"zipmap": False} if state.task == "proba" else None

    def made():
        return skl2onnx.convert_sklearn(state.raw, initial_types=ports, target_opset=ask["opset"], options=options)

    return finished(ask, converted("skl2onnx", made), "skl2onnx", by_column)


def know_others():
    """Trees of LightGBM and XGBoost may stand in a pipeline of scikit-learn."""
    try:
        import onnxmltools  # noqa: F401
        from skl2onnx import update_registered_converter
        from skl2onnx.common.shape_calculator import (
            calculate_linear_classifier_output_shapes as of_classes,
            calculate_linear_regressor_output_shapes as of_numbers,
        )
    except ImportError:
        return
    options = {"nocl": [True, False], "zipmap": [True, False, "columns"]}
    try:
        import lightgbm
        from onnxmltools.convert.lightgbm.operator_converters.LightGbm import convert_lightgbm

        update_registered_converter(lightgbm.LGBMClassifier, "LightGbmLGBMClassifier", of_classes, convert_lightgbm, options=options)
        update_registered_converter(lightgbm.LGBMRegressor, "LightGbmLGBMRegressor", of_numbers, convert_lightgbm)
    except ImportError:
        pass
    try:
        import xgboost
        from onnxmltools.convert.xgboost.operator_converters.XGBoost import convert_xgboost

        update_registered_converter(xgboost.XGBClassifier, "XGBoostXGBClassifier", of_classes, convert_xgboost, options=options)
        update_registered_converter(xgboost.XGBRegressor, "XGBoostXGBRegressor", of_numbers, convert_xgboost)
    except ImportError:
        pass


def of_trees(ask):
    needed("onnxmltools")
    import copy
    import onnxmltools
    from onnxmltools.convert.common.data_types import FloatTensorType

    raw, ports = state.raw, [("all", FloatTensorType([None, len(ask["inputs"])]))]
    if state.flavor == "lightgbm":
        texts = [one for one, type in ask["inputs"].items() if type == "string"]
        known = getattr(getattr(raw, "booster_", raw), "pandas_categorical", None) or []
        if len(texts) != len(known):
            raise Refused("no-converter", f"It has {len(known)} columns of categories, and its signature {len(texts)} of texts.")
        state.categories = dict(zip(texts, known))
        raw = with_codes(raw)

        def made():
            return onnxmltools.convert_lightgbm(raw, initial_types=ports, target_opset=ask["opset"], zipmap=False)
    else:
        if "string" in ask["inputs"].values():
            raise Refused("no-converter", "XGBoost's own categories of texts have no converter in onnxmltools.")
        raw = copy.deepcopy(raw)
        (raw if type(raw).__name__ == "Booster" else raw.get_booster()).feature_names = None

        def made():
            return onnxmltools.convert_xgboost(raw, initial_types=ports, target_opset=ask["opset"])

    return finished(ask, converted("onnxmltools", made), "onnxmltools", False)


def with_codes(raw):
    """Classes true and false have no form in the converter: numbers then, which are cast behind it."""
    import copy
    import numpy as np

    if np.asarray(getattr(raw, "classes_", [])).dtype.kind != "b":
        return raw
    copied = copy.deepcopy(raw)
    copied._classes = np.asarray([0, 1], dtype="int64")
    return copied


def of_torch(ask):
    needed("torch")
    import io
    import onnx
    import torch

    if "string" in ask["inputs"].values():
        raise Refused("no-converter", "It reads texts, which torch.onnx has no tensors for.")
    sink = io.BytesIO()

    def made():
        state.raw.eval()
        rows = torch.zeros(2, len(ask["inputs"]))
        axes = {"all": {0: "rows"}, "answer": {0: "rows"}}
        more = {} if ask["opset"] is None else {"opset_version": ask["opset"]}
        torch.onnx.export(state.raw, (rows,), sink, input_names=["all"], output_names=["answer"], dynamic_axes=axes, **more)
        return onnx.load_from_string(sink.getvalue())

    return finished(ask, converted("torch", made), "torch", False)


def converted(package, made):
    try:
        return made()
    except ModuleNotFoundError as error:
        raise missing([error.name.split(".")[0]]) if error.name else error
    except Exception as error:
        import traceback

        traceback.print_exc()
        text = text_of(error)
        if type(error).__name__ in ("MissingShapeCalculator", "MissingConverter", "UnsupportedOperatorError"):
            raise Refused("no-converter", f"{operator_in(text)} has no converter in {version_of(package)}.")
        raise Refused("convert-failed", f"{version_of(package)} could not convert it: {text}")


def operator_in(text):
    import re

    found = re.search(r"<class '([\\w.]+)'>|'(\\w+)'", text)
    return (found.group(1) or found.group(2)).split(".")[-1] if found else text.split("(")[0]


def finished(ask, model, package, by_column):
    """Puts a column for each input before the graph and behind it one for each answer, named as the signature names them."""
    import onnx

    graph = model.graph
    if not by_column:
        split_inputs(ask, graph)
    flat_inputs(graph)
    name_outputs(graph)
    for one in list(model.metadata_props):
        if one.key == "modelyard.signature":
            model.metadata_props.remove(one)
    model.metadata_props.add(key="modelyard.signature", value=json.dumps(ask["signature"]))
    domains = {one.domain: one for one in model.opset_import}
    if "" not in domains:
        model.opset_import.add(domain="", version=ask["opset"] or 13)
    if "ai.onnx.ml" not in domains:
        model.opset_import.add(domain="ai.onnx.ml", version=2)
    elif domains["ai.onnx.ml"].version < 2:
        domains["ai.onnx.ml"].version = 2
    try:
        onnx.checker.check_model(model)
    except Exception as error:
        raise Refused("convert-failed", f"What {version_of(package)} made is no ONNX model: {text_of(error)}")
    onnx.save_model(model, ask["file"])
    opset = max(one.version for one in model.opset_import if one.domain == "")
    return dict(converter=version_of(package), opset=opset)


def split_inputs(ask, graph):
    from onnx import TensorProto, helper

    (whole,) = graph.input
    numeric, nodes = [], []
    ports = []
    for at, (name, type) in enumerate(ask["inputs"].items()):
        kind = TensorProto.STRING if type == "string" else TensorProto.FLOAT
        ports.append(helper.make_tensor_value_info(name, kind, [None, 1]))
        if type == "string":
            values = [str(one) for one in state.categories[name]]
            coded = f"modelyard_code_{at}"
            nodes.append(helper.make_node(
                "LabelEncoder", [name], [coded], domain="ai.onnx.ml", keys_strings=values,
                values_floats=[float(code) for code in range(len(values))], default_float=float("nan"),
            ))
            numeric.append(coded)
        else:
            numeric.append(name)
    nodes.append(helper.make_node("Concat", numeric, [whole.name], axis=1))
    others = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + others)
    del graph.input[:]
    graph.input.extend(ports)


def flat_inputs(graph):
    """Plain columns of shape [N], as MLflow gives those of a table to ONNX too."""
    import numpy as np
    from onnx import helper, numpy_helper

    graph.initializer.append(numpy_helper.from_array(np.asarray([-1, 1], dtype=np.int64), "modelyard_column"))
    new = {one.name: f"modelyard_in_{at}" for at, one in enumerate(graph.input)}
    others = list(graph.node)
    for node in others:
        for at, name in enumerate(node.input):
            node.input[at] = new.get(name, name)
    ports = [helper.make_tensor_value_info(one.name, one.type.tensor_type.elem_type, [None]) for one in graph.input]
    del graph.node[:]
    graph.node.extend([helper.make_node("Reshape", [name, "modelyard_column"], [made]) for name, made in new.items()])
    graph.node.extend(others)
    del graph.input[:]
    graph.input.extend(ports)


def name_outputs(graph):
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    made = [one.name for one in graph.output]
    nodes, ports = [], []

    def constant(name, values):
        graph.initializer.append(numpy_helper.from_array(np.asarray(values, dtype=np.int64), name))
        return name

    flat = constant("modelyard_flat", [-1])

    def column(source, name, at, kind):
        picked = source
        if at is not None:
            picked = f"modelyard_pick_{len(ports)}"
            nodes.append(helper.make_node("Gather", [source, constant(f"modelyard_at_{len(ports)}", [at])], [picked], axis=1))
        shaped = f"modelyard_shape_{len(ports)}"
        nodes.append(helper.make_node("Reshape", [picked, flat], [shaped]))
        if kind == TensorProto.STRING:
            nodes.append(helper.make_node("Identity", [shaped], [name]))
        else:
            nodes.append(helper.make_node("Cast", [shaped], [name], to=kind))
        ports.append(helper.make_tensor_value_info(name, kind, [None]))

    kinds = dict(boolean=TensorProto.BOOL, integer=TensorProto.INT64, string=TensorProto.STRING, float=TensorProto.FLOAT)
    rename(graph, made)
    first = f"modelyard_{made[0]}"
    if state.task in ("proba", "booster"):
        facts = state.outputs[0]
        column(first, facts["name"], None, kinds[facts["label"]])
        second = f"modelyard_{made[1]}"
        classes = facts["classes"]
        if len(classes) == 2:
            column(second, f"{facts['name']}_probability", 1, TensorProto.FLOAT)
        else:
            for at, one in enumerate(classes):
                column(second, f"{facts['name']}_probability_{one}", at, TensorProto.FLOAT)
    elif len(state.outputs) == 1:
        column(first, state.outputs[0]["name"], None, kinds[state.outputs[0]["label"]])
    else:
        for at, facts in enumerate(state.outputs):
            column(first, facts["name"], at, kinds[facts["label"]])
    graph.node.extend(nodes)
    del graph.output[:]
    graph.output.extend(ports)


def rename(graph, names):
    """Outputs of the converter get names that no answer has."""
    new = {name: f"modelyard_{name}" for name in names}
    for node in graph.node:
        for at, name in enumerate(node.input):
            node.input[at] = new.get(name, name)
        for at, name in enumerate(node.output):
            node.output[at] = new.get(name, name)
`;
