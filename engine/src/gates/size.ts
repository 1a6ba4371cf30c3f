import { bytes } from '../language/figures.ts';
import type { GateAnswer, GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { failed, passed } from './answers.ts';

type SizeRule = Extract<GateRule, { readonly kind: 'size' }>;

/** Bytes of the model, of all its files together, as the version has them. */
export const sizeGate: GateKind<SizeRule> = {
  kind: 'size',
  judge: async ({ size }, { candidate }) => sizeAnswer(size, candidate),
};

export function sizeAnswer(max: number, { name, version, size }: ModelVersion): GateAnswer {
  const figure: GateFigure = { name: 'size', value: size, unit: 'B', max };
  const said = `${name}:${version} has ${bytes(size)}; ${bytes(max)} are allowed`;
  if (size <= max) return passed(said, { figures: [figure] });
  const next = 'Train a smaller model: fewer rounds, fewer leaves or fewer inputs.';
  return failed('too-large', said, { figures: [figure], next });
}
