import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { random } from '../../../engine/src/math/random.ts';

const draw = (seed: number, stream?: number, substream?: number) => {
  const generator = random(seed, stream, substream);
  return [generator.uint32(), generator.uint32(), generator.uint32()];
};

/** sfc32 as published (PractRand), over 32-bit words held in BigInt. */
function published(seed: bigint, stream: bigint, substream: bigint, skip: number, count: number): number[] {
  const word = (value: bigint) => BigInt.asUintN(32, value);
  let [a, b, c, counter] = [word(seed), word(stream), word(substream), 1n];
  const out: number[] = [];
  for (let i = 0; i < skip + count; i++) {
    const mixed = word(a + b + counter);
    counter = word(counter + 1n);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word(((c << 21n) | (c >> 11n)) + mixed);
    if (i >= skip) out.push(Number(mixed));
  }
  return out;
}

describe('random numbers', () => {
  it('are those of sfc32', () => {
    assert.deepEqual(draw(1), published(1n, 0n, 0n, 16, 3));
    assert.deepEqual(draw(-5, 4_000_000_000, 77), published(-5n, 4_000_000_000n, 77n, 16, 3));
  });

  it('are the same one by one and many at once', () => {
    const generator = random(9, 8);
    const words = new Uint32Array(2);
    generator.fill(words);
    assert.deepEqual([...words, generator.uint32()], draw(9, 8));
  });

  it('differ by seed, stream and substream', () => {
    const firsts = [draw(1), draw(2), draw(1, 1), draw(1, 2), draw(1, 0, 1)].map(String);
    assert.equal(new Set(firsts).size, firsts.length);
  });

  it('are uniform', () => {
    const generator = random(3);
    const bins = new Array<number>(7).fill(0);
    let sum = 0;
    for (let i = 0; i < 70_000; i++) {
      bins[generator.below(7)]!++;
      sum += generator.uniform();
    }
    for (const count of bins) assert.ok(Math.abs(count - 10_000) < 400, `${count}`);
    assert.ok(Math.abs(sum / 70_000 - 0.5) < 0.005);
  });
});
