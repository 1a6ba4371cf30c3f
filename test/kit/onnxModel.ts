import { modelBytes, node, port, tensor } from '../../engine/src/learning/onnx/graph.ts';
import type { Signature } from '../../engine/src/ports/learner.ts';

const SIGNATURE: Signature = {
  inputs: { x: 'float' },
  outputs: { late: { task: 'binary', label: 'boolean', classes: ['false', 'true'], probability: 'float' } },
};

/** A model in ONNX: the probability of `late` is sigmoid(weight * x). */
export function onnxModel(weight = 1): Uint8Array {
  return modelBytes({
    name: 'sigmoid',
    producer: { name: 'test', version: '1' },
    irVersion: 8,
    opset: 17,
    mlOpset: 3,
    nodes: [
      node('Mul', ['x', 'weight'], ['weighted']),
      node('Sigmoid', ['weighted'], ['late_probability']),
      node('Greater', ['weighted', 'zero'], ['late']),
    ],
    constants: [tensor('weight', 'float', [1], [weight]), tensor('zero', 'float', [1], [0])],
    inputs: [port('x', 'float', [undefined])],
    outputs: [port('late', 'boolean', [undefined]), port('late_probability', 'float', [undefined])],
    metadata: { 'modelyard.signature': JSON.stringify(SIGNATURE) },
  });
}
