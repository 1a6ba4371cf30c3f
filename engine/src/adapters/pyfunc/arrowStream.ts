import {
  Bool,
  type Data,
  type DataType,
  Field,
  Float32,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  Type,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { SignatureInput } from '../../ports/learner.ts';
import type { ModelInput, ModelOutput } from '../../ports/modelRuntime.ts';

/** Columns as an Arrow stream, each of its type. */
export function toArrow(
  columns: Readonly<Record<string, ModelInput>>,
  types: Readonly<Record<string, SignatureInput>>,
  rows: number,
): Uint8Array {
  const names = Object.keys(columns);
  const data = names.map((name) => columnData(columns[name]!, types[name] ?? 'string'));
  const fields = names.map((name, at) => new Field(name, data[at]!.type, true));
  const struct = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children: data });
  const schema = new Schema(fields);
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'stream');
}

/** Numbers as Float64Array, texts as they are. */
export function fromArrow(bytes: Uint8Array): Readonly<Record<string, ModelOutput>> {
  const table = tableFromIPC(bytes);
  return Object.fromEntries(
    table.schema.fields.map(({ name }, at): [string, ModelOutput] => {
      const column = table.getChildAt(at)!;
      if (column.type.typeId === Type.Float) return [name, Float64Array.from(column.toArray() as Float64Array)];
      return [name, Array.from(column, (value: unknown) => (value === null ? null : String(value)))];
    }),
  );
}

function columnData(values: ModelInput, type: SignatureInput): Data {
  if (!(values instanceof Float32Array || values instanceof Float64Array))
    return vectorFromArray(values, new Utf8()).data[0] ?? makeData({ type: new Utf8(), length: 0 });
  switch (type) {
    case 'float':
      return makeData({ type: new Float32(), length: values.length, nullCount: 0, data: Float32Array.from(values) });
    case 'integer':
      return withNulls(values, new Int32(), (present) => Int32Array.from(present));
    case 'long':
      return withNulls(values, new Int64(), bigints);
    case 'datetime':
      return withNulls(values, new TimestampMicrosecond(), bigints);
    case 'boolean':
      return (
        vectorFromArray(
          Array.from(values, (value) => (Number.isNaN(value) ? null : value !== 0)),
          new Bool(),
        ).data[0] ?? makeData({ type: new Bool(), length: 0 })
      );
    default:
      return makeData({ type: new Float64(), length: values.length, nullCount: 0, data: Float64Array.from(values) });
  }
}

/** What is NaN in `values` is null. */
function withNulls<T extends DataType>(
  values: Float32Array | Float64Array,
  type: T,
  made: (present: Float64Array) => Int32Array | BigInt64Array,
): Data<T> {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  const present = Float64Array.from(values);
  let nulls = 0;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) {
      present[row] = 0;
      nulls++;
    } else bits[row >> 3]! |= 1 << (row & 7);
  }
  const data = made(present);
  const length = values.length;
  const props =
    nulls === 0 ? { type, length, nullCount: 0, data } : { type, length, nullCount: nulls, nullBitmap: bits, data };
  return makeData(props as unknown as Parameters<typeof makeData>[0]) as unknown as Data<T>;
}

function bigints(values: Float64Array): BigInt64Array {
  return BigInt64Array.from(values, (value) => BigInt(Math.round(value)));
}
