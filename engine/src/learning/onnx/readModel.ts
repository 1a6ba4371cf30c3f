/** What can be known of an ONNX file without running it. */
export interface ModelFile {
  readonly irVersion: number;
  /** Version by operator domain; '' is ai.onnx. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** A tensor whose bytes lie in another file, where there is one. */
  readonly externalTensor: string | undefined;
}

/**
 * Reads the parts of an ONNX `ModelProto` that tell what it is (field numbers of onnx.proto3).
 * Undefined where the bytes are no such message.
 */
export function readModel(bytes: Uint8Array): ModelFile | undefined {
  try {
    const model = fields(bytes);
    const [graph] = model.messages(7);
    const irVersion = model.numbers(1)[0];
    if (!graph || irVersion === undefined) return undefined;
    return {
      irVersion,
      opsets: Object.fromEntries(model.messages(8).map((opset) => [opset.texts(1)[0] ?? '', opset.numbers(2)[0] ?? 0])),
      metadata: Object.fromEntries(
        model.messages(14).map((entry) => [entry.texts(1)[0] ?? '', entry.texts(2)[0] ?? '']),
      ),
      externalTensor: externalTensor(graph),
    };
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** Name of the first tensor of a graph, or of the graphs in it, that is kept elsewhere. */
function externalTensor(graph: Message): string | undefined {
  const attributes = graph.messages(1).flatMap((node) => node.messages(5));
  const tensors = [...graph.messages(5), ...attributes.flatMap((one) => [...one.messages(5), ...one.messages(10)])];
  const found = tensors.find((tensor) => tensor.numbers(14)[0] === 1 || tensor.messages(13).length > 0);
  if (found) return found.texts(8)[0] ?? 'unnamed';
  for (const inner of attributes.flatMap((one) => [...one.messages(6), ...one.messages(11)])) {
    const name = externalTensor(inner);
    if (name !== undefined) return name;
  }
  return undefined;
}

class Malformed extends Error {}

interface Message {
  numbers(field: number): readonly number[];
  texts(field: number): readonly string[];
  messages(field: number): readonly Message[];
}

/** The fields of a protobuf message; those that are not asked for are passed over unread. */
function fields(bytes: Uint8Array): Message {
  const numbers = new Map<number, number[]>();
  const parts = new Map<number, Uint8Array[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at];
      if (byte === undefined) throw new Malformed();
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Malformed();
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (field === 0) throw new Malformed();
    if (wire === 0) listOf(numbers, field).push(varint());
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new Malformed();
      listOf(parts, field).push(bytes.subarray(at, at + length));
      at += length;
    } else throw new Malformed();
    if (at > bytes.length) throw new Malformed();
  }
  const decoder = new TextDecoder();
  return {
    numbers: (field) => numbers.get(field) ?? [],
    texts: (field) => (parts.get(field) ?? []).map((part) => decoder.decode(part)),
    messages: (field) => (parts.get(field) ?? []).map(fields),
  };
}

function listOf<T>(map: Map<number, T[]>, field: number): T[] {
  const list = map.get(field) ?? [];
  map.set(field, list);
  return list;
}
