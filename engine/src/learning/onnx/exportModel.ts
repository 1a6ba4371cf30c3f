import type { Signature, SignatureOutput } from '../../ports/learner.ts';
import type { Ensemble } from '../ensemble.ts';
import type { InputColumn } from '../table.ts';
import { type ElementType, ML_DOMAIN, modelBytes, node, port, tensor } from './graph.ts';
import type { MessageWriter } from './protobuf.ts';
import { chainedNodeCount, ensembleAttributes, regressorAttributes } from './treeNodes.ts';

export interface ExportRequest {
  readonly ensemble: Ensemble;
  readonly columns: readonly InputColumn[];
  readonly target: string;
  readonly output: SignatureOutput;
  readonly producer: { readonly name: string; readonly version: string };
}

export interface Exported {
  readonly bytes: Uint8Array;
  readonly signature: Signature;
}

/** Above this many nodes sets of categories are kept as sets, which needs a newer runtime but loads and runs faster. */
const MOST_CHAINED_NODES = 20_000;
/** Oldest ONNX Runtime that reads each encoding of trees. */
const OLDEST_RUNTIME = { chains: '1.13.0', sets: '1.20.0' } as const;
/** Names inside the graph; none can be an input's, since those come from columns and get the other prefix. */
const inner = (name: string): string => `modelyard/${name}`;

/**
 * The model as ONNX, preprocessing inside: an input [N] of each column by its name (numbers as float with NaN missing, categories
 * as string with unseen ones and '' missing) and outputs [N] as `Signature` describes. The same model gives the same bytes.
 */
export function exportModel(request: ExportRequest): Exported {
  const { ensemble, columns, target, output, producer } = request;
  const asSets = chainedNodeCount(ensemble) > MOST_CHAINED_NODES;
  const signature: Signature = {
    inputs: Object.fromEntries(columns.map(({ name, kind }) => [name, kind === 'numbers' ? 'float' : 'string'])),
    outputs: { [target]: output },
  };
  const head = output.task === 'regression' ? regressionHead(target) : classHead(target, output);
  const bytes = modelBytes({
    name: 'gradient-boosting',
    producer,
    irVersion: asSets ? 10 : 8,
    opset: asSets ? 21 : 17,
    mlOpset: asSets ? 5 : 3,
    nodes: [...preprocessing(columns), ...(asSets ? setTrees(ensemble) : chainedTrees(ensemble)), ...head.nodes],
    constants: [
      tensor(inner('column'), 'int64', [1], [1]),
      tensor(inner('base'), 'float', [ensemble.base.length], ensemble.base),
      tensor(inner('zero'), 'float', [1], [0]),
      ...head.constants,
    ],
    inputs: columns.map(({ name, kind }) => port(name, kind === 'numbers' ? 'float' : 'string', [undefined])),
    outputs: head.outputs,
    metadata: {
      'modelyard.signature': JSON.stringify(signature),
      'modelyard.version': producer.version,
      'modelyard.oldest_onnxruntime': OLDEST_RUNTIME[asSets ? 'sets' : 'chains'],
    },
  });
  return { bytes, signature };
}

function preprocessing(columns: readonly InputColumn[]): MessageWriter[] {
  const encoders = columns.flatMap((column, i) => (column.kind === 'categories' ? [encoder(column, i)] : []));
  const upright = columns.map((column, i) =>
    node(
      'Unsqueeze',
      [column.kind === 'categories' ? inner(`code${i}`) : column.name, inner('column')],
      [inner(`x${i}`)],
    ),
  );
  const together = node(
    'Concat',
    columns.map((_, i) => inner(`x${i}`)),
    [inner('x')],
    { axis: { int: 1 } },
  );
  return [...encoders, ...upright, together];
}

/** Codes of categories; all other texts become NaN, as null did in training. */
function encoder({ name, categories }: InputColumn & { kind: 'categories' }, i: number): MessageWriter {
  const keys = categories.length > 0 ? categories : [''];
  const codes = categories.length > 0 ? categories.map((_, code) => code) : [Number.NaN];
  return node(
    'LabelEncoder',
    [name],
    [inner(`code${i}`)],
    {
      keys_strings: { strings: keys },
      values_floats: { floats: codes },
      default_float: { float: Number.NaN },
    },
    ML_DOMAIN,
  );
}

function chainedTrees(ensemble: Ensemble): MessageWriter[] {
  return [node('TreeEnsembleRegressor', [inner('x')], [inner('raw')], regressorAttributes(ensemble), ML_DOMAIN)];
}

function setTrees(ensemble: Ensemble): MessageWriter[] {
  return [
    node('TreeEnsemble', [inner('x')], [inner('trees')], ensembleAttributes(ensemble), ML_DOMAIN),
    node('Add', [inner('trees'), inner('base')], [inner('raw')]),
  ];
}

interface Head {
  readonly nodes: readonly MessageWriter[];
  readonly constants: readonly MessageWriter[];
  readonly outputs: readonly MessageWriter[];
}

function regressionHead(target: string): Head {
  return {
    nodes: [node('Squeeze', [inner('raw'), inner('column')], [target])],
    constants: [],
    outputs: [port(target, 'float', [undefined])],
  };
}

/**
 * Probabilities by Softmax; of two classes over (0, raw), since ONNX Runtime's Sigmoid is coarse in its tails.
 * The label is the most probable class, the first of equal ones.
 */
function classHead(target: string, { task, label, classes = [] }: SignatureOutput): Head {
  const binary = task === 'binary';
  const scores = binary
    ? [
        node('Mul', [inner('raw'), inner('zero')], [inner('other')]),
        node('Concat', [inner('other'), inner('raw')], [inner('scores')], { axis: { int: 1 } }),
      ]
    : [];
  const probabilities = binary
    ? [{ name: `${target}_probability`, place: 1 }]
    : classes.map((name, place) => ({ name: `${target}_probability_${name}`, place }));
  const type: ElementType = label === 'integer' ? 'int64' : label === 'boolean' ? 'boolean' : 'string';
  const values = label === 'boolean' ? classes.map((name) => (name === 'true' ? 1 : 0)) : classes;
  return {
    nodes: [
      ...scores,
      node('Softmax', [inner(binary ? 'scores' : 'raw')], [inner('probabilities')], { axis: { int: 1 } }),
      node('ArgMax', [inner('probabilities')], [inner('best')], { axis: { int: 1 }, keepdims: { int: 0 } }),
      node('Gather', [inner('classes'), inner('best')], [target], { axis: { int: 0 } }),
      ...probabilities.map(({ name, place }) =>
        node('Gather', [inner('probabilities'), inner(`class${place}`)], [name], { axis: { int: 1 } }),
      ),
    ],
    constants: [
      tensor(inner('classes'), type, [classes.length], values),
      ...probabilities.map(({ place }) => tensor(inner(`class${place}`), 'int64', [], [place])),
    ],
    outputs: [port(target, type, [undefined]), ...probabilities.map(({ name }) => port(name, 'float', [undefined]))],
  };
}
