import { MessageWriter } from './protobuf.ts';

/** Messages of ONNX (onnx.proto, IR version 8), as far as our models need them. */

export type ElementType = 'float' | 'uint8' | 'int64' | 'string' | 'boolean';

const ELEMENT: Readonly<Record<ElementType, number>> = { float: 1, uint8: 2, int64: 7, string: 8, boolean: 9 };
const ATTRIBUTE = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const;
export const ML_DOMAIN = 'ai.onnx.ml';

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: MessageWriter };

/** An operation; `attributes` are written in their order. */
export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
  domain = '',
): MessageWriter {
  const message = new MessageWriter();
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  message.text(3, `${operator}:${outputs[0]}`).text(4, operator);
  for (const [name, value] of Object.entries(attributes)) message.bytes(5, attribute(name, value));
  return domain === '' ? message : message.text(7, domain);
}

function attribute(name: string, value: Attribute): MessageWriter {
  const message = new MessageWriter().text(1, name);
  if ('int' in value) return message.int(3, value.int).int(20, ATTRIBUTE.int);
  if ('float' in value) return message.float(2, value.float).int(20, ATTRIBUTE.float);
  if ('string' in value) return message.text(4, value.string).int(20, ATTRIBUTE.string);
  if ('ints' in value) return message.ints(8, value.ints).int(20, ATTRIBUTE.ints);
  if ('floats' in value) return message.floats(7, value.floats).int(20, ATTRIBUTE.floats);
  if ('tensor' in value) return message.bytes(5, value.tensor).int(20, ATTRIBUTE.tensor);
  for (const text of value.strings) message.text(9, text);
  return message.int(20, ATTRIBUTE.strings);
}

/** A constant; integers may be given as text, beyond 2^53. */
export function tensor(
  name: string,
  type: ElementType,
  dims: readonly number[],
  values: readonly (number | string)[],
): MessageWriter {
  const message = new MessageWriter();
  for (const dim of dims) message.int(1, dim);
  message.int(2, ELEMENT[type]);
  if (type === 'string') for (const value of values) message.text(6, String(value));
  message.text(8, name);
  if (type === 'string') return message;
  return message.bytes(9, rawBytes(type, values));
}

function rawBytes(type: ElementType, values: readonly (number | string)[]): Uint8Array {
  if (type === 'uint8' || type === 'boolean') return Uint8Array.from(values, Number);
  const size = type === 'float' ? 4 : 8;
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries())
    if (type === 'float') view.setFloat32(4 * i, Number(value), true);
    else view.setBigInt64(8 * i, BigInt(value), true);
  return bytes;
}

/** An input or output; an undefined size is left open under the name `N`. */
export function port(name: string, type: ElementType, dims: readonly (number | undefined)[]): MessageWriter {
  const shape = new MessageWriter();
  for (const dim of dims)
    shape.bytes(1, dim === undefined ? new MessageWriter().text(2, 'N') : new MessageWriter().int(1, dim));
  const tensorType = new MessageWriter().int(1, ELEMENT[type]).bytes(2, shape);
  return new MessageWriter().text(1, name).bytes(2, new MessageWriter().bytes(1, tensorType));
}

export interface ModelParts {
  readonly name: string;
  readonly producer: { readonly name: string; readonly version: string };
  readonly irVersion: number;
  readonly opset: number;
  readonly mlOpset: number;
  readonly nodes: readonly MessageWriter[];
  readonly constants: readonly MessageWriter[];
  readonly inputs: readonly MessageWriter[];
  readonly outputs: readonly MessageWriter[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of the file. */
export function modelBytes(parts: ModelParts): Uint8Array {
  const graph = new MessageWriter();
  for (const one of parts.nodes) graph.bytes(1, one);
  graph.text(2, parts.name);
  for (const one of parts.constants) graph.bytes(5, one);
  for (const one of parts.inputs) graph.bytes(11, one);
  for (const one of parts.outputs) graph.bytes(12, one);
  const model = new MessageWriter()
    .int(1, parts.irVersion)
    .text(2, parts.producer.name)
    .text(3, parts.producer.version)
    .bytes(7, graph)
    .bytes(8, new MessageWriter().text(1, '').int(2, parts.opset))
    .bytes(8, new MessageWriter().text(1, ML_DOMAIN).int(2, parts.mlOpset));
  for (const [key, value] of Object.entries(parts.metadata))
    model.bytes(14, new MessageWriter().text(1, key).text(2, value));
  return model.finish();
}
