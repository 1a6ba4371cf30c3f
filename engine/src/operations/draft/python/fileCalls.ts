import type { Call } from './calls.ts';
import type { Token } from './tokens.ts';

/** A file that a call reads or writes. */
export interface FileUse {
  readonly direction: 'read' | 'write';
  readonly path: readonly Token[];
  /** Ending that such a file has, with its dot; '' where the call writes one of several kinds. */
  readonly ending: string;
}

const TABLES = 'csv parquet json excel feather pickle orc ipc ndjson avro hdf stata xml html';
const READS = new RegExp(`^(?:read|scan)_(?:${TABLES.replaceAll(' ', '|')}|table|sas|fwf|text|file)$`);
const WRITES = new RegExp(`^(?:to|write|sink)_(?:${TABLES.replaceAll(' ', '|')}|text|markdown|latex)$`);

const ENDINGS: Readonly<Record<string, string>> = {
  ...{
    csv: '.csv',
    parquet: '.parquet',
    json: '.json',
    excel: '.xlsx',
    feather: '.feather',
    pickle: '.pkl',
    orc: '.orc',
  },
  ...{ ipc: '.arrow', ndjson: '.ndjson', avro: '.avro', hdf: '.h5', stata: '.dta', xml: '.xml', html: '.html' },
  ...{ text: '.txt', markdown: '.md', latex: '.tex' },
};

/** Names under which a path is given by key. */
const KEYS = [
  ...[
    'path',
    'filepath_or_buffer',
    'path_or_buf',
    'io',
    'source',
    'file',
    'filename',
    'fname',
    'excel_writer',
    'fp',
    'f',
  ],
  ...['model_file', 'model_uri', 'path_or_buffer'],
];

interface Known {
  readonly direction: FileUse['direction'];
  /** Which argument is the path. */
  readonly at: number;
  readonly ending?: string;
}

const read = (at = 0): Known => ({ direction: 'read', at });
const write = (at: number, ending = ''): Known => ({ direction: 'write', at, ending });

/** By the last two names of the call, or `*` and the last. */
const CALLS: Readonly<Record<string, Known>> = {
  ...{ 'np.load': read(), 'np.loadtxt': read(), 'np.genfromtxt': read(), 'np.fromfile': read() },
  ...{ 'numpy.load': read(), 'numpy.loadtxt': read(), 'numpy.genfromtxt': read(), 'numpy.fromfile': read() },
  ...{ 'joblib.load': read(), 'torch.load': read(), 'lgb.Booster': read(99), 'Image.open': read() },
  ...{ 'ort.InferenceSession': read(), 'onnxruntime.InferenceSession': read(), 'onnx.load': read() },
  ...{ 'joblib.dump': write(1, '.joblib'), 'torch.save': write(1, '.pt'), 'onnx.save': write(1, '.onnx') },
  ...{ 'onnx.save_model': write(1, '.onnx'), 'onnx.export': write(2, '.onnx') },
  ...{
    'np.save': write(0, '.npy'),
    'np.savez': write(0, '.npz'),
    'np.savez_compressed': write(0, '.npz'),
    'np.savetxt': write(0, '.txt'),
  },
  ...{ 'numpy.save': write(0, '.npy'), 'numpy.savez': write(0, '.npz'), 'numpy.savetxt': write(0, '.txt') },
  ...{ '*.savefig': write(0, '.png'), '*.save_model': write(0), '*.write_html': write(0, '.html') },
  ...{ '*.write_image': write(0, '.png'), '*.write_table': write(1, '.parquet') },
};

/** What a call does to a file; undefined of calls that say nothing of files. */
export function fileUse(call: Call): FileUse | undefined {
  const last = call.names.at(-1)!;
  const before = call.isOfValue && call.names.length === 1 ? '' : (call.names.at(-2) ?? '');
  if (call.names.length === 1 && !call.isOfValue && last === 'open') return opened(call);
  if (before === 'mlflow') return undefined;
  // A folder.
  if (last === 'save_model' && call.names.includes('mlflow')) return used(call, write(1, '/'));
  const known = Object.hasOwn(CALLS, `${before}.${last}`) ? CALLS[`${before}.${last}`] : CALLS[`*.${last}`];
  if (known !== undefined) return used(call, known);
  const kind = last.slice(last.indexOf('_') + 1);
  if (READS.test(last)) return used(call, read());
  return WRITES.test(last) ? used(call, write(0, ENDINGS[kind] ?? '')) : undefined;
}

function opened(call: Call): FileUse | undefined {
  const [path, mode] = [call.positional[0] ?? call.keyword.get('file'), call.positional[1] ?? call.keyword.get('mode')];
  const written = mode?.[0]?.value;
  if (path === undefined || (mode !== undefined && written === undefined)) return undefined;
  return { direction: /[wax]/.test(written ?? 'r') ? 'write' : 'read', path, ending: '' };
}

function used(call: Call, { direction, at, ending = '' }: Known): FileUse | undefined {
  const key = KEYS.find((name) => call.keyword.has(name));
  const path = call.positional[at] ?? (key === undefined ? undefined : call.keyword.get(key));
  return path === undefined ? undefined : { direction, path, ending };
}

/** Whether a call gives a model to MLflow, which keeps it with the run. */
export function logsModel({ names }: Call): boolean {
  return names.at(-1) === 'log_model' && names.includes('mlflow');
}
