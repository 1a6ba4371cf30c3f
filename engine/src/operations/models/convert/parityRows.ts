import { posix as path } from 'node:path';
import { formatOf } from '../../../data/sources/source.ts';
import { Failure } from '../../../failure.ts';
import { TAGS } from '../../../pipeline/journal.ts';
import type { DataSource, Values } from '../../../ports/dataSource.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import type { ModelOutput } from '../../../ports/modelRuntime.ts';
import type { ExampleRows, PythonModel } from '../../../ports/pythonModel.ts';
import type { ResolvedModel } from '../../../registry/resolveModel.ts';
import { isTable } from '../../../steps/values.ts';
import { inputNamed } from '../../dataFile.ts';

/** Rows that two models are compared on. */
export type ParityRows = {
  /** For people: `test.parquet`. */
  readonly from: string;
  /** What stands for them after FROM. */
  relation(data: DataSource, tmpFolder: string): Promise<string>;
} & ({ readonly kind: 'file'; readonly file: string } | { readonly kind: 'example' });

export interface RowsRequest {
  readonly host: Host;
  readonly stores: Stores;
  readonly found: ResolvedModel;
  readonly model: PythonModel;
  /** A file that the user named. */
  readonly data: string | undefined;
}

/** The file that was named, else the test rows of the model's run, else the example it was logged with. */
export async function rowsToCompare(request: RowsRequest): Promise<ParityRows> {
  const { host, stores, found, model, data } = request;
  if (data !== undefined) return ofFile(await inputNamed(host, data), data);
  const test = await testRows(found.run, stores);
  if (test !== undefined) return ofFile(test, 'the test rows of its run', 'parquet');
  const example = await model.example();
  if (example !== undefined) return ofExample(example);
  throw new Failure('no-rows', `There are no rows to compare ${found.reference} and its ONNX file on.`, {
    next: 'Name a file of rows with `--data`, or log the model with an input_example.',
  });
}

function ofFile(file: string, from: string, format = formatOf(file)): ParityRows {
  return { kind: 'file', file, from, relation: (data) => data.relation({ files: [file], format }) };
}

/** The part `test` of a split in the run that made the model, where its bytes are still here. */
async function testRows(run: string, { runs, artifacts }: Stores): Promise<string | undefined> {
  if (run === '') return undefined;
  const children = await runs.children(run).catch(gone);
  for (const child of children ?? []) {
    const text = child.tags[TAGS.outputs];
    const outputs = text === undefined ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
    const { test } = outputs;
    if (isTable(test) && (await artifacts.has(test.sha256))) return artifacts.path(test.sha256, 'the test rows');
  }
  return undefined;
}

/** A version whose run is on another machine. */
function gone(error: unknown): undefined {
  if (error instanceof Failure) return undefined;
  throw error;
}

function ofExample({ columns, rows }: ExampleRows): ParityRows {
  return {
    kind: 'example',
    from: 'its input_example',
    async relation(data, tmpFolder) {
      const file = path.join(tmpFolder, 'example.parquet');
      const all = Object.entries(columns).map(([name, values]) => ({ name, values: valuesOf(values) }));
      const described = all.map(({ name, values }) => ({
        name,
        sqlType: values.kind === 'texts' ? 'VARCHAR' : 'DOUBLE',
      }));
      const sink = await data.sink(file, described, 'parquet');
      await sink.append(
        all.map(({ values }) => values),
        rows,
      );
      await sink.close();
      return data.relation({ files: [file], format: 'parquet' });
    },
  };
}

function valuesOf(values: ModelOutput): Values {
  if (values instanceof Float32Array || values instanceof Float64Array) return { kind: 'numbers', values };
  return { kind: 'texts', values };
}
