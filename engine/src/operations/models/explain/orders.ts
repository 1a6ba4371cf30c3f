import { random } from '../../../math/random.ts';

/** Orders of the factors: all there are where they are no more than asked for, else as many drawn by chance, the same each time. */
export function swapOrders(factors: readonly string[], count: number): readonly (readonly string[])[] {
  if (count <= 1 || factors.length < 2) return [factors];
  if (factorial(factors.length) <= count) return permutations(factors);
  return Array.from({ length: count }, (_, index) => (index === 0 ? factors : shuffled(factors, index)));
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function permutations(factors: readonly string[]): readonly (readonly string[])[] {
  if (factors.length < 2) return [factors];
  return factors.flatMap((first) =>
    permutations(factors.filter((factor) => factor !== first)).map((others) => [first, ...others]),
  );
}

function shuffled(factors: readonly string[], seed: number): readonly string[] {
  const chance = random(seed);
  const order = [...factors];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = chance.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
