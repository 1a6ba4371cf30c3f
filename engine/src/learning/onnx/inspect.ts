import { type Field, readFields } from './protobuf.ts';

/** What can be told of a model file without running it. */
export type Inspection =
  | {
      readonly kind: 'model';
      readonly metadata: Readonly<Record<string, string>>;
      readonly external: string | undefined;
    }
  | { readonly kind: 'not-onnx' };

/** Reads the outer messages of an ONNX file: its metadata, and whether a tensor lies in another file (`external`: its name). */
export function inspectModel(bytes: Uint8Array): Inspection {
  const metadata: Record<string, string> = {};
  let external: string | undefined;
  let graphs = 0;
  try {
    for (const field of readFields(bytes)) {
      if (field.kind !== 'bytes') continue;
      if (field.number === 7) {
        graphs++;
        external ??= externalOfGraph(field.value, 0);
      } else if (field.number === 14) {
        const { 1: key, 2: value } = texts(field.value);
        if (key !== undefined) metadata[key] = value ?? '';
      } else if (field.number === 25) external ??= externalOfFunction(field.value);
    }
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'not-onnx' };
    throw error;
  }
  return graphs === 1 ? { kind: 'model', metadata, external } : { kind: 'not-onnx' };
}

const MOST_NESTED = 64;

function externalOfGraph(graph: Uint8Array, depth: number): string | undefined {
  if (depth > MOST_NESTED) throw new RangeError('graphs within graphs');
  for (const field of readFields(graph)) {
    if (field.kind !== 'bytes') continue;
    const found =
      field.number === 1
        ? externalOfNode(field.value, depth)
        : field.number === 5
          ? externalOfTensor(field.value)
          : field.number === 15
            ? externalOfSparse(field.value)
            : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function externalOfFunction(body: Uint8Array): string | undefined {
  return first(body, (field) => (field.number === 7 ? externalOfNode(field.value, 0) : undefined));
}

function externalOfNode(node: Uint8Array, depth: number): string | undefined {
  return first(node, (field) => (field.number === 5 ? externalOfAttribute(field.value, depth) : undefined));
}

/** Attributes hold tensors (5, lists 10), graphs (6, lists 11) and sparse tensors (22, lists 23). */
function externalOfAttribute(attribute: Uint8Array, depth: number): string | undefined {
  return first(attribute, ({ number, value }) => {
    if (number === 5 || number === 10) return externalOfTensor(value);
    if (number === 6 || number === 11) return externalOfGraph(value, depth + 1);
    return number === 22 || number === 23 ? externalOfSparse(value) : undefined;
  });
}

function externalOfSparse(sparse: Uint8Array): string | undefined {
  return first(sparse, ({ number, value }) => (number === 1 || number === 2 ? externalOfTensor(value) : undefined));
}

/** data_location 14 is EXTERNAL (1); the entries of 13 name the place. */
function externalOfTensor(tensor: Uint8Array): string | undefined {
  let outside = false;
  let name: string | undefined;
  for (const field of readFields(tensor)) {
    if (field.kind === 'int' && field.number === 14) outside ||= field.value === 1n;
    if (field.kind !== 'bytes' || field.number !== 13) continue;
    outside = true;
    const { 1: key, 2: value } = texts(field.value);
    if (key === 'location') name = value;
  }
  return outside ? (name ?? 'another file') : undefined;
}

function first(
  message: Uint8Array,
  find: (field: Extract<Field, { kind: 'bytes' }>) => string | undefined,
): string | undefined {
  for (const field of readFields(message)) {
    const found = field.kind === 'bytes' ? find(field) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function texts(message: Uint8Array): Readonly<Record<number, string>> {
  const found: Record<number, string> = {};
  for (const field of readFields(message))
    if (field.kind === 'bytes') found[field.number] = new TextDecoder().decode(field.value);
  return found;
}
