import { posix as path } from 'node:path';
import { type Parity, parityOf } from '../../evaluation/modelParity.ts';
import { settledSignature } from '../../evaluation/settleModel.ts';
import { Failure, usage } from '../../failure.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Signature } from '../../ports/learner.ts';
import type { Converted, PythonModel } from '../../ports/pythonModel.ts';
import { type ResolvedModel, resolveModel } from '../../registry/resolveModel.ts';
import { fileNamed, withData } from '../dataFile.ts';
import { openInPython } from '../modelNamed.ts';
import { type ArgumentsOf, type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { type ParityRows, rowsToCompare } from './convert/parityRows.ts';
import { registerConverted } from './convert/registerConverted.ts';

export interface ConvertedModel extends Converted, Parity {
  /** `NAME:VERSION`, or `run:ID`. */
  readonly model: string;
  /** As it was named; null where none was, and where the answers differ, of which nothing is written. */
  readonly output: string | null;
  /** Where the compared rows come from, for people. */
  readonly rowsFrom: string;
  /** Largest difference that passes. */
  readonly tolerance: number;
  /** Share of rows with another class that passes. */
  readonly mostDiffering: number;
  readonly passed: boolean;
  /** `NAME:VERSION` of the new version; null where none was registered. */
  readonly registered: string | null;
}

type OpenStores = Stores & { readonly root: string };

const ARGUMENTS = {
  model: {
    type: 'string',
    description: 'NAME, NAME:VERSION, NAME@ALIAS or run:ID of a model in MLflow’s format.',
    positional: true,
    required: true,
  },
  output: { type: 'string', description: 'The file to write; needless with --register.', placeholder: 'FILE.onnx' },
  register: { type: 'boolean', description: 'Register it as the next version of the model.' },
  data: {
    type: 'string',
    description: 'Rows to compare on; default: the test rows of its run, else the example it was logged with.',
    placeholder: 'FILE',
  },
  tolerance: {
    type: 'number',
    description: 'Largest difference of a number that passes; of numbers beyond 1 relative to them.',
    default: 1e-4,
    placeholder: 'T',
  },
  differing: {
    type: 'number',
    description: 'Largest share of rows with another class that passes, 0 to 1.',
    default: 0,
    placeholder: 'SHARE',
  },
  opset: { type: 'integer', description: 'Version of the ONNX operators; default: the converter’s.' },
} as const;

type Arguments = ArgumentsOf<typeof ARGUMENTS>;

/** `models convert`: an MLflow model as ONNX, by the converters of the user's own environment, where both answer alike. */
export const convertModel = operation({
  name: 'models convert',
  title: 'Turn an MLflow model into ONNX, where both answer alike',
  examples: [
    {
      command: 'modelyard models convert churn:3 --output churn.onnx',
      does: 'By skl2onnx, onnxmltools or torch of the project’s Python; then the same rows are predicted by both.',
    },
    {
      command: 'modelyard models convert churn:3 --data test.parquet --register',
      does: 'Compared on these rows; it becomes the next version of `churn`.',
    },
  ],
  arguments: ARGUMENTS,
  result: 'models-convert',
  async run(host, args, observer): Promise<ConvertedModel> {
    check(args);
    const stores = await openStores(host);
    const found = await resolveModel(args.model, stores);
    if (found.format !== 'mlflow') throw notMlflow(found);
    if (args.register && found.registered === undefined) throw notRegistered(found.reference);
    const model = await openInPython(host, stores, found, observer);
    try {
      return await convert({ host, stores, found, model, args, observer });
    } finally {
      await model.close();
    }
  },
  verdict: ({ passed }: ConvertedModel) => (passed ? 0 : 1),
});

interface Converting {
  readonly host: Host;
  readonly stores: OpenStores;
  readonly found: ResolvedModel;
  readonly model: PythonModel;
  readonly args: Arguments;
  readonly observer: Observer;
}

async function convert(around: Converting): Promise<ConvertedModel> {
  const { host, stores, found, model, args } = around;
  const rows = await rowsToCompare({ host, stores, found, model, data: args.data });
  return withData(host, rows.kind === 'file' ? [rows.file] : [], async (data, tmpFolder) => {
    const relation = await rows.relation(data, tmpFolder);
    const settled = await settledSignature({ data, relation, name: rows.from, model, signature: NOTHING });
    const signature = onnxSignature(settled, found.reference);
    const file = path.join(tmpFolder, 'model.onnx');
    const made = await model.convert(file, { opset: args.opset, inputs: settled.inputs, signature });
    const onnx = await host.runtime.open(file);
    try {
      const common = { data, relation, name: rows.from, signal: around.observer.signal };
      const parity = await parityOf({ ...common, model, signature: settled }, { ...common, model: onnx, signature });
      if (parity.rows === 0) throw noRows(rows);
      return await answer(around, { file, made, parity, signature, rows });
    } finally {
      await onnx.close();
    }
  });
}

interface Made {
  readonly file: string;
  readonly made: Converted;
  readonly parity: Parity;
  readonly signature: Signature;
  readonly rows: ParityRows;
}

async function answer({ host, stores, found, args }: Converting, one: Made): Promise<ConvertedModel> {
  const { made, parity, rows } = one;
  const { maxDifference } = parity;
  const passed = maxDifference !== null && maxDifference <= args.tolerance && parity.differing <= args.differing;
  const told = {
    model: found.reference,
    ...made,
    ...parity,
    rowsFrom: rows.from,
    tolerance: args.tolerance,
    mostDiffering: args.differing,
  };
  if (!passed) return { ...told, passed, output: null, registered: null };
  if (args.output !== undefined) await host.files.copy(one.file, fileNamed(host, args.output), { writable: true });
  const registered =
    args.register && found.registered !== undefined
      ? await registerConverted({ host, stores, of: found.registered, file: one.file, signature: one.signature, told })
      : null;
  return { ...told, passed, output: args.output ?? null, registered };
}

const NOTHING: Signature = { inputs: {}, outputs: {} };

/** Columns of ONNX are numbers and texts, and its probabilities floats. */
function onnxSignature({ inputs, outputs }: Signature, reference: string): Signature {
  const time = Object.entries(inputs).find(([, type]) => type === 'datetime');
  if (time !== undefined)
    throw new Failure('no-converter', `${reference} cannot become ONNX: its input \`${time[0]}\` is a time.`, {
      next: 'Give the model numbers instead, such as the hour.',
      exitCode: 1,
    });
  return {
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, type]) => [name, type === 'string' ? 'string' : 'float']),
    ),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, output]) => [
        name,
        output.probability === undefined ? output : { ...output, probability: 'float' },
      ]),
    ),
  };
}

function check({ output, register, tolerance, differing, opset }: Arguments): void {
  if (output === undefined && !register)
    throw usage('It is not said where the ONNX model is to go.', 'Name a file with `--output`, or give `--register`.');
  if (output !== undefined && !output.toLowerCase().endsWith('.onnx'))
    throw usage(`${output} does not end with .onnx.`, 'Name a file such as model.onnx.');
  if (!(tolerance >= 0)) throw usage(`${tolerance} is no tolerance.`, 'Give a number from 0 on, such as 0.0001.');
  if (!(differing >= 0 && differing <= 1))
    throw usage(`${differing} is no share of rows.`, 'Give a number from 0 to 1, such as 0.001.');
  if (opset !== undefined && opset < 1) throw usage(`${opset} is no version of the operators.`, 'Give one such as 18.');
}

function notMlflow({ reference, format }: ResolvedModel): Failure {
  if (format === 'onnx')
    return new Failure('model-format', `${reference} is ONNX already.`, {
      next: `\`modelyard models export ${reference} DIR\` writes its file.`,
    });
  return new Failure('model-format', `${reference} is a folder of files, which nothing converts.`, {
    next: 'Log it with one of MLflow’s flavours, such as mlflow.sklearn.log_model.',
  });
}

function notRegistered(reference: string): Failure {
  return new Failure(
    'not-registered',
    `${reference} is no version of a model, so that there is none to come after it.`,
    {
      next: 'Convert it without `--register`, then register the file: `modelyard models register FILE.onnx --name NAME`.',
    },
  );
}

function noRows({ from }: ParityRows): Failure {
  return new Failure('no-rows', `There are no rows to compare the two models on in ${from}.`, {
    next: 'Name a file of rows with `--data`.',
  });
}
