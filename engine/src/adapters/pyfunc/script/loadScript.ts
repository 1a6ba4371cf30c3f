/** Loads a folder with mlflow, and says what the model reads and answers. */
export const LOAD_SCRIPT = `PACKAGES = {"sklearn": "scikit-learn", "PIL": "pillow", "cv2": "opencv-python", "yaml": "pyyaml", "skimage": "scikit-image"}


def pinned(modules):
    """What pip is to install, as the model's own requirements name it."""
    lines = {}
    try:
        with open(os.path.join(state.folder, "requirements.txt"), encoding="utf-8") as file:
            for line in file:
                word = line.split("#")[0].split(";")[0].strip()
                name = "".join(c if c.isalnum() or c in "-_." else " " for c in word).split(" ")[0]
                if name and not word.startswith("-"):
                    lines[name.lower().replace("_", "-")] = word.replace(" ", "")
    except OSError:
        pass
    names = [PACKAGES.get(one, one).lower().replace("_", "-") for one in modules]
    return [lines.get(name, name) for name in names]


def missing(modules):
    return Refused("python-packages-missing", ", ".join(modules), modules=modules, pip=pinned(modules))


def needed(*modules):
    import importlib.util

    gone = [one for one in modules if importlib.util.find_spec(one) is None]
    if gone:
        raise missing(gone)


class state:
    folder = None
    model = None
    raw = None
    flavor = None
    facts = None
    outputs = None


def load(ask):
    state.folder = ask["folder"]
    sys.path.insert(0, ask["root"])
    needed("mlflow", "pandas", "pyarrow", "numpy")
    try:
        import mlflow.pyfunc

        state.model = mlflow.pyfunc.load_model(state.folder)
    except ModuleNotFoundError as error:
        module = (error.name or "").split(".")[0]
        if module and not os.path.exists(os.path.join(ask["root"], module)):
            raise missing([module])
        raise Refused("model-load", text_of(error))
    except Exception as error:
        raise Refused("model-load", text_of(error))
    try:
        state.raw = state.model.get_raw_model()
    except Exception:
        state.raw = getattr(state.model, "_model_impl", None)
    said = state.model.metadata.flavors.get("python_function", {})
    loader = str(said.get("loader_module", ""))
    state.flavor = "pyfunc" if loader == "mlflow.pyfunc.model" else loader.split(".")[-1]
    state.facts = describe(said.get("predict_fn", "predict"))
    state.outputs = state.facts["outputs"]
    return state.facts


WITH_CLASSES = ("sklearn", "lightgbm", "xgboost", "catboost")


def describe(predict_fn):
    inputs, form = inputs_of()
    name = output_name()
    state.form, state.name, state.task = form, name, None
    raw, kind = state.raw, type(state.raw).__name__
    how = predict_fn if state.flavor in WITH_CLASSES else "predict"
    outputs = declared_outputs()
    if state.flavor in WITH_CLASSES and predict_fn in ("predict", "predict_proba"):
        classes = classes_of(getattr(raw, "classes_", None))
        if classes:
            probable = callable(getattr(raw, "predict_proba", None))
            state.task, how = ("proba" if probable else "labels"), ("predict_proba" if probable else "predict")
            outputs = [dict(classes, name=name, probability=probable)]
        elif booster_classes():
            state.task, count = "booster", booster_classes()
            labels = [str(one) for one in range(count)]
            outputs = [dict(name=name, label="integer", classes=labels, probability=True)]
    of = kind if state.flavor in WITH_CLASSES else state.flavor or kind
    return dict(inputs=inputs, outputs=outputs, how=f"{how} of {of}", flavor=state.flavor)


def classes_of(found):
    import numpy as np

    if found is None or isinstance(found, list):
        return None
    values = np.asarray(found)
    if values.ndim != 1 or len(values) < 2:
        return None
    state.classes = list(values)
    if values.dtype.kind == "b":
        return dict(label="boolean", classes=["true" if one else "false" for one in values])
    if values.dtype.kind in "iu":
        return dict(label="integer", classes=[str(int(one)) for one in values])
    if values.dtype.kind == "f" and all(float(one).is_integer() for one in values):
        return dict(label="integer", classes=[str(int(one)) for one in values])
    return dict(label="string", classes=[str(one) for one in values])


def booster_classes():
    """How many classes a booster of its own kind, which knows no labels, gives probabilities of; 0 for anything else."""
    raw = state.raw
    try:
        if state.flavor == "lightgbm" and type(raw).__name__ == "Booster":
            objective = str(raw.dump_model(num_iteration=1).get("objective", "")).split(" ")[0]
            many = raw.num_model_per_iteration()
        elif state.flavor == "xgboost" and type(raw).__name__ == "Booster":
            config = json.loads(raw.save_config())["learner"]
            objective = config["objective"]["name"]
            many = int(config["learner_model_param"]["num_class"])
        else:
            return 0
    except Exception:
        return 0
    if objective in ("binary", "binary:logistic"):
        return 2
    return many if objective in ("multiclass", "multiclassova", "multi:softprob") and many > 1 else 0


TYPES = dict(boolean="boolean", integer="integer", long="long", float="float", double="double", string="string", datetime="datetime")


def inputs_of():
    """Columns the model reads, and how it wants them: a table, one matrix, or an array by name."""
    schema = state.model.metadata.get_input_schema()
    if schema is not None and not schema.is_tensor_spec():
        if not schema.has_input_names():
            return None, "table"
        inputs = [column_of(one) for one in schema.inputs]
        return inputs, "table"
    if schema is not None:
        names = [one.name for one in schema.inputs]
        if len(names) == 1 and names[0] is None:
            state.dtype = schema.inputs[0].type
            return features_of(), "matrix"
        return [dict(name=one.name, type=None, required=True) for one in schema.inputs], "arrays"
    return features_of(), "table"


def column_of(one):
    name = getattr(getattr(one, "type", None), "name", None)
    if name not in TYPES:
        raise Refused("model-load", f"Its input {one.name} is of type {one.type}, which is no column of a table.")
    return dict(name=one.name, type=TYPES[name], required=getattr(one, "required", True))


def features_of():
    raw = state.raw
    names = getattr(raw, "feature_names_in_", None)
    if names is None and type(raw).__name__ == "Booster":
        names = raw.feature_name() if callable(getattr(raw, "feature_name", None)) else getattr(raw, "feature_names", None)
    if names is None or len(names) == 0 or not all(isinstance(one, str) for one in names):
        return None
    if all(one == f"Column_{at}" for at, one in enumerate(names)):
        return None
    return [dict(name=str(one), type=None, required=True) for one in names]


UNNAMED = "prediction"


def output_name():
    schema = state.model.metadata.get_output_schema()
    names = schema.input_names() if schema is not None and schema.has_input_names() else []
    return names[0] if len(names) == 1 and isinstance(names[0], str) and names[0] else UNNAMED


KINDS = dict(boolean="boolean", integer="integer", long="integer", float="float", double="float", string="string")


def declared_outputs():
    schema = state.model.metadata.get_output_schema()
    if schema is None:
        return None
    if schema.is_tensor_spec():
        one = schema.inputs[0]
        flat = len(schema.inputs) == 1 and one.name is None and (len(one.shape) == 1 or one.shape[1:] == (1,))
        label = {"b": "boolean", "i": "integer", "u": "integer", "f": "float", "U": "string", "O": "string", "S": "string"}.get(one.type.kind)
        return [dict(name=UNNAMED, label=label)] if flat and label and one.type.kind != "O" else None
    labels = [KINDS.get(getattr(getattr(one, "type", None), "name", None)) for one in schema.inputs]
    if None in labels:
        return None
    names = schema.input_names() if schema.has_input_names() else []
    if len(labels) == 1:
        return [dict(name=output_name(), label=labels[0])]
    if len(names) != len(labels) or not all(isinstance(one, str) and one for one in names):
        return None
    return [dict(name=one, label=label) for one, label in zip(names, labels)]
`;
