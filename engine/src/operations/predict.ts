import { posix as path } from 'node:path';
import { formatOf } from '../data/sources/source.ts';
import { predictJson } from '../evaluation/predictJson.ts';
import { predictTable } from '../evaluation/predictTable.ts';
import { Cancelled, usage } from '../failure.ts';
import type { TableFormat } from '../ports/dataSource.ts';
import type { Host } from '../ports/host.ts';
import { fileNamed, inputNamed, withData } from './dataFile.ts';
import { type NamedModel, openModel } from './modelNamed.ts';
import { type LoggedPredictions, logPredictions } from './monitor/predictionLog.ts';
import { type Observer, operation } from './operation.ts';
import { openStores } from './project.ts';

export interface Predicted {
  readonly rows: number;
  /** Reference of the model. */
  readonly model: string;
  readonly version: number | null;
  /** The file, or `-`. */
  readonly output: string;
}

const STANDARD = '-';

/** `predict`: batch inference in constant memory; `-` stands for standard input and output. */
export const predict = operation({
  name: 'predict',
  title: 'Predict the rows of a file with a model',
  examples: [
    {
      command: 'modelyard predict --model flight-delay --input flights.parquet --output predicted.parquet',
      does: 'All columns, and the model’s answers beside them.',
    },
    {
      command:
        'modelyard predict --model flight-delay@production --input today.parquet --output predicted.parquet --log --id flight_id',
      does: 'Logs them too, for a monitor with `current: {predictions: flight-delay}`.',
    },
    {
      command:
        'echo \'{"distance": 400, "hour": 17, "weekday": 5, "origin": "ORD", "destination": "LGA"}\' | modelyard predict --model flight-delay --input -',
      does: 'Rows of JSON, answered line by line.',
    },
  ],
  arguments: {
    model: {
      type: 'string',
      description: 'NAME, NAME:VERSION, NAME@ALIAS, run:ID or an ONNX file.',
      required: true,
      placeholder: 'REF',
    },
    input: {
      type: 'string',
      description: 'CSV, Parquet, JSON lines or Arrow; - reads rows of JSON.',
      required: true,
      placeholder: 'F',
    },
    output: {
      type: 'string',
      description: 'Parquet, CSV or JSON lines by its ending; - writes JSON lines.',
      default: STANDARD,
      placeholder: 'F',
    },
    log: { type: 'boolean', description: 'Keeps inputs and answers in the prediction log of the model, for monitors.' },
    id: {
      type: 'string',
      description:
        'With `--log`: a column that tells a row from all others, for labels to be joined by; may be given again.',
      multiple: true,
      placeholder: 'COL',
    },
    time: {
      type: 'string',
      description: 'With `--log`: the column of the rows’ times; default: now.',
      placeholder: 'COL',
    },
  },
  result: 'predict',
  async run(host, args, observer): Promise<Predicted> {
    const output = args.output === STANDARD ? undefined : fileNamed(host, args.output);
    const format = output === undefined ? 'ndjson' : writable(output);
    const input = args.input === STANDARD ? undefined : await inputNamed(host, args.input);
    if (!args.log && (args.id.length > 0 || args.time !== undefined))
      throw usage('`--id` and `--time` go with `--log`.', 'Add `--log`, or leave them out.');
    const named = await openModel(host, args.model, observer);
    try {
      const log = args.log ? { ...logged(named, args.model), key: args.id, time: args.time } : undefined;
      const request = { host, named, output, format, observer, log };
      const rows = input === undefined ? await predictStandardInput(request) : await predictFile(request, input);
      return { rows, model: named.reference, version: named.version, output: args.output };
    } finally {
      await named.model.close();
    }
  },
});

interface Request {
  readonly host: Host;
  readonly named: NamedModel;
  /** Undefined: standard output. */
  readonly output: string | undefined;
  readonly format: TableFormat;
  readonly observer: Observer;
  /** Undefined: nothing is logged. */
  readonly log: Log | undefined;
}

type Log = Pick<LoggedPredictions, 'model' | 'version' | 'key' | 'time'>;

function logged({ name, version }: NamedModel, reference: string): Pick<Log, 'model' | 'version'> {
  if (name !== null && version !== null) return { model: name, version };
  throw usage(`\`--log\`: ${reference} is no registered version.`, 'Register it first: `modelyard models register`.');
}

function writable(file: string): TableFormat {
  const format = formatOf(file);
  if (format !== 'arrow') return format;
  throw usage(`${file}: Arrow files are read, not written.`, 'Choose .parquet, .csv or .ndjson.');
}

async function predictFile(request: Request, input: string): Promise<number> {
  const { host, named, output, format, observer, log } = request;
  return withData(host, [input], async (data, tmpFolder) => {
    const relation = await data.relation({ files: [input], format: formatOf(input) });
    const file = path.join(tmpFolder, `predicted${output === undefined ? '.ndjson' : path.extname(output)}`);
    const whole = log === undefined ? file : path.join(tmpFolder, 'whole.parquet');
    const { rows, columns } = await predictTable({
      data,
      relation,
      name: input,
      model: named.model,
      signature: named.signature,
      file: whole,
      format: log === undefined ? format : 'parquet',
      signal: observer.signal,
      progress: (done) => observer.event({ type: 'progress', rows: done } as { type: string }),
    });
    if (log !== undefined) {
      const { signal } = observer;
      const predicted = await data.relation({ files: [whole], format: 'parquet' });
      const given = new Set((await data.columns(`select * from ${relation}`)).map(({ name }) => name));
      const answers = columns.map(({ name }) => name).filter((name) => !given.has(name));
      const names = [...Object.keys(named.signature.inputs), ...answers];
      const { folder } = await openStores(host);
      await logPredictions(host, folder, { ...log, data, relation: predicted, columns: names, tmpFolder, signal });
      await data.write(`select * from ${predicted}`, file, { format, signal });
    }
    if (output !== undefined) await host.files.copy(file, output);
    else for await (const chunk of host.files.stream(file)) await host.standard.write(chunk);
    return rows;
  });
}

async function predictStandardInput(request: Request): Promise<number> {
  const { host, named, output, observer, log } = request;
  if (output === undefined && log === undefined) {
    let rows = 0;
    for await (const line of predictJson(host.standard.read(), named.model, named.signature)) {
      if (observer.signal.aborted) throw new Cancelled();
      await host.standard.write(`${line}\n`);
      rows += 1;
    }
    return rows;
  }
  return withSpooled(host, (file) => predictFile(request, file));
}

/** Standard input as a file of JSON lines, for what needs to look at it twice. */
async function withSpooled<T>(host: Host, work: (file: string) => Promise<T>): Promise<T> {
  const file = path.join(host.tmpFolder, `modelyard-input-${host.ids.runId().slice(0, 12)}.ndjson`);
  try {
    await host.files.write(file, '');
    for await (const chunk of host.standard.read()) await host.files.append(file, chunk);
    return await work(file);
  } finally {
    await host.files.remove(file);
  }
}
