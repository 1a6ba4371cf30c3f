import { bytes } from '../language/figures.ts';
import type { GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import { failed, passed } from './answers.ts';

type SizeRule = Extract<GateRule, { readonly kind: 'size' }>;

/** Bytes of the model, of all its files together, as the version has them. */
export const sizeGate: GateKind<SizeRule> = {
  kind: 'size',
  async judge({ size: max }, { candidate: { name, version, size } }) {
    const figure: GateFigure = { name: 'size', value: size, unit: 'B', max };
    const said = `${name}:${version} has ${bytes(size)}`;
    if (size <= max) return passed(`${said}, at most ${bytes(max)} are allowed`, { figures: [figure] });
    return failed('too-large', `${said}, more than ${bytes(max)}`, {
      figures: [figure],
      next: 'Train a smaller model: fewer rounds, fewer leaves or fewer inputs.',
    });
  },
};
