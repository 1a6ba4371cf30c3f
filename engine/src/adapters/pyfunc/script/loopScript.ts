/** Takes one thing after the other that is asked. */
export const LOOP_SCRIPT = `def example():
    import pandas as pd
    import pyarrow as pa

    try:
        found = state.model.input_example
    except Exception:
        found = None
    if found is None:
        found = state.model.metadata.load_input_example(state.folder) if hasattr(state.model.metadata, "load_input_example") else None
    if not isinstance(found, pd.DataFrame) or len(found) == 0:
        return None
    columns, names = [], []
    for at, name in enumerate(found.columns):
        values = found.iloc[:, at]
        kind = kind_of(values, str(name))
        names.append(str(name))
        columns.append(cells(values, kind, str(name)))
    return len(found), arrow(pa.table(columns, names=names))


def answer(ask, data):
    kind = ask["ask"]
    if kind == "load":
        give(dict(load(ask), answer="loaded"))
    elif kind == "learn":
        give(dict(learn(ask, data), answer="learned"))
    elif kind == "predict":
        give(dict(answer="predicted"), predict(ask, data))
    elif kind == "example":
        found = example()
        give(dict(answer="example", rows=found[0] if found else 0), found[1] if found else b"")
    elif kind == "convert":
        give(dict(convert(ask), answer="converted"))
    else:
        os._exit(0)


while True:
    ask, data = take()
    try:
        answer(ask, data)
    except Refused as refused:
        give(dict(refused.said, answer="refused"))
    except SystemExit as end:
        give(dict(answer="refused", reason="model-run", message=f"The model's code ended Python with {end.code}."))
    except MemoryError:
        give(dict(answer="refused", reason="model-run", message="MemoryError: there is not enough memory."))
    except Exception as error:
        import traceback

        traceback.print_exc()
        give(dict(answer="refused", reason="model-run", message=text_of(error)))
`;
