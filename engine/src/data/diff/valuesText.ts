import { figure } from '../../language/figures.ts';
import { type Distribution, differingValues } from './diffDistributions.ts';

const MOST_VALUES = 3;

/** How values lie in the one and in the other: means, or the values whose share differs most. */
export function valuesText(a: Distribution, b: Distribution): string {
  if (a.mean !== null && b.mean !== null) {
    const deviations = a.std === null || b.std === null ? '' : `, std ${figure(a.std)} → ${figure(b.std)}`;
    return `mean ${figure(a.mean)} → ${figure(b.mean)}${deviations}`;
  }
  return differingValues(a, b)
    .flatMap((one) =>
      one.a === undefined || one.b === undefined || one.a === one.b
        ? []
        : [`${one.value} ${share(one.a)} → ${share(one.b)}`],
    )
    .slice(0, MOST_VALUES)
    .join(', ');
}

function share(value: number): string {
  return `${figure(100 * value)}%`;
}
