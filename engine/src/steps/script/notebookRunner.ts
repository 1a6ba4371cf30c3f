/**
 * Executes a notebook in the Python that runs it: `run_notebook.py NOTEBOOK EXECUTED PARAMS REPORT`. Params go behind the cell
 * tagged `parameters`, as papermill has it; what cells print is printed at once; the notebook is kept however it ends.
 */
export const NOTEBOOK_RUNNER = `import json, keyword, os, re, sys

notebook_file, executed_file, params_file, report_file = sys.argv[1:5]


def end(code, **report):
    with open(report_file, "w", encoding="utf-8") as file:
        json.dump(report, file)
    sys.stdout.flush()
    sys.stderr.flush()
    sys.exit(code)


sys.path.pop(0)
try:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    import ipykernel  # noqa: F401
except ImportError as error:
    print(error, file=sys.stderr)
    end(3, kind="missing", module=error.name or str(error))

for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(encoding="utf-8", errors="replace")

notebook = nbformat.read(notebook_file, as_version=4)
with open(params_file, encoding="utf-8") as file:
    params = json.load(file)


def tags(cell):
    return cell.get("metadata", {}).get("tags", [])


def inject(cells):
    names = [n for n in params if n.isidentifier() and not keyword.iskeyword(n)]
    if not names:
        return cells
    source = "\\n".join(["# Parameters"] + ["%s = %r" % (name, params[name]) for name in names])
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]})
    if notebook.nbformat_minor < 5:
        cell.pop("id", None)
    kept = [one for one in cells if "injected-parameters" not in tags(one)]
    at = next((i + 1 for i, one in enumerate(kept) if "parameters" in tags(one)), 0)
    return kept[:at] + [cell] + kept[at:]


class OwnKernel(AsyncKernelManager):
    """The kernel of this very Python, whatever kernels of that name the user has elsewhere."""

    @property
    def kernel_spec(self):
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--IPKernelApp.log_level=ERROR"]
        return KernelSpec(argv=argv, display_name="Python", language="python")


class Client(NotebookClient):
    """Prints what cells say while they run."""

    def process_message(self, msg, cell, cell_index):
        content = msg.get("content", {})
        if msg.get("msg_type") == "stream":
            out = sys.stderr if content.get("name") == "stderr" else sys.stdout
            out.write(content.get("text", ""))
            out.flush()
        return super().process_message(msg, cell, cell_index)


def is_injected(cell):
    return "injected-parameters" in tags(cell)


def failed_cell():
    """Number among the cells of the user's own notebook, and its count."""
    number = 0
    for cell in notebook.cells:
        number += 0 if is_injected(cell) else 1
        if cell.cell_type == "code" and any(o.get("output_type") == "error" for o in cell.outputs):
            error = [o for o in cell.outputs if o.get("output_type") == "error"][-1]
            return number, cell.get("execution_count"), error
    return None


notebook.cells = inject(notebook.cells)
for cell in notebook.cells:
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None

language = notebook.metadata.get("kernelspec", {}).get("language") or notebook.metadata.get("language_info", {}).get("name") or "python"
folder = os.path.dirname(os.path.abspath(notebook_file))
os.environ["PYTHONPATH"] = os.pathsep.join(p for p in (os.getcwd(), folder, os.environ.get("PYTHONPATH")) if p)
options = {"timeout": None, "resources": {"metadata": {"path": os.getcwd()}}}
if language == "python":
    client = Client(notebook, kernel_manager_class=OwnKernel, kernel_name="python3", **options)
else:
    client = Client(notebook, **options)

code, report = 0, {"kind": "done"}
try:
    client.execute()
except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
    found = failed_cell()
    code = 4
    if found is None:
        print(error, file=sys.stderr)
        report = {"kind": "other"}
    else:
        number, count, said = found
        trace = "\\n".join(str(l) for l in said.get("traceback", []))
        print(re.sub(r"\\x1b\\[[0-9;]*m", "", trace), file=sys.stderr)
        print("%s: %s" % (said.get("ename"), said.get("evalue")), file=sys.stderr)
        report = {"kind": "cell", "cell": number, "count": count}
finally:
    nbformat.write(notebook, executed_file)
end(code, **report)
`;
