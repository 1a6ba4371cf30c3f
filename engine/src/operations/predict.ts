import { posix as path } from 'node:path';
import { formatOf } from '../data/sources/source.ts';
import { predictJson } from '../evaluation/predictJson.ts';
import { predictTable } from '../evaluation/predictTable.ts';
import { Cancelled, usage } from '../failure.ts';
import type { TableFormat } from '../ports/dataSource.ts';
import type { Host } from '../ports/host.ts';
import { fileNamed, inputNamed, withData } from './dataFile.ts';
import { type NamedModel, openModel } from './modelNamed.ts';
import { type Observer, operation } from './operation.ts';

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
  },
  result: 'predict',
  async run(host, args, observer): Promise<Predicted> {
    const output = args.output === STANDARD ? undefined : fileNamed(host, args.output);
    const format = output === undefined ? 'ndjson' : writable(output);
    const input = args.input === STANDARD ? undefined : await inputNamed(host, args.input);
    const named = await openModel(host, args.model, observer);
    try {
      const request = { host, named, output, format, observer };
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
}

function writable(file: string): TableFormat {
  const format = formatOf(file);
  if (format !== 'arrow') return format;
  throw usage(`${file}: Arrow files are read, not written.`, 'Choose .parquet, .csv or .ndjson.');
}

async function predictFile({ host, named, output, format, observer }: Request, input: string): Promise<number> {
  return withData(host, [input], async (data, tmpFolder) => {
    const relation = await data.relation({ files: [input], format: formatOf(input) });
    const file = path.join(tmpFolder, `predicted${output === undefined ? '.ndjson' : path.extname(output)}`);
    const { rows } = await predictTable({
      data,
      relation,
      name: input,
      model: named.model,
      signature: named.signature,
      file,
      format,
      signal: observer.signal,
      progress: (done) => observer.event({ type: 'progress', rows: done } as { type: string }),
    });
    if (output !== undefined) await host.files.copy(file, output);
    else for await (const chunk of host.files.stream(file)) await host.standard.write(chunk);
    return rows;
  });
}

async function predictStandardInput(request: Request): Promise<number> {
  const { host, named, output, observer } = request;
  if (output === undefined) {
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
