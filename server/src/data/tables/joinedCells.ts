import type { KeySpread, KeyValues, RunCells, RunHead, RunSpan } from '../../../../engine/src/ports/runCells.ts';
import { bothSpreads } from './catalogue.ts';
import { bySource } from './filterOfSource.ts';

/** Runs of one store among those of others. */
export interface JoinedPart {
  /** Its numbers of runs never come to mean other runs. */
  readonly cells: RunCells;
  /** Names of experiments; all where there is none. */
  readonly experiments: readonly string[];
  /** What the store is called; undefined where it is the only one. */
  readonly name: string | undefined;
}

/** Id of run -> its number in a joined table, which it keeps. */
export type JoinedNumbers = Map<string, number>;

interface Known extends JoinedPart {
  /** Number in the part -> number in the table. */
  readonly numbers: ReadonlyMap<number, number>;
  /** By number in the table: numbers in the part. */
  readonly own: ReadonlyMap<number, number>;
}

/**
 * Runs of several stores behind one port, by the time at which they began.
 * @param numbers what earlier calls for the same table have put there; runs that are new are added, with higher numbers
 */
export async function joinCells(parts: readonly JoinedPart[], numbers: JoinedNumbers): Promise<RunCells> {
  const heads = await Promise.all(parts.map(headsOf));
  numberNew(heads, numbers);
  const noOf = ({ id }: RunHead) => numbers.get(id) ?? 0;
  const known = parts.map(
    (part, index): Known => ({
      ...part,
      numbers: new Map(heads[index]?.map((head) => [head.no, noOf(head)])),
      own: new Map(heads[index]?.map((head) => [noOf(head), head.no])),
    }),
  );
  const joined = parts
    .flatMap(({ name }, index) =>
      (heads[index] ?? []).map((head) => ({ ...head, no: noOf(head), ...(name !== undefined && { source: name }) })),
    )
    .sort((a, b) => b.no - a.no);
  return {
    heads: async () => joined,
    async matching({ filter = '', ...selection }) {
      const { takes, rest } = bySource(filter);
      const taken = await Promise.all(
        known
          .filter(({ name }) => name === undefined || takes(name))
          .map(async ({ cells, numbers: of }) => {
            const found = await cells.matching({ ...selection, ...(rest.trim() !== '' && { filter: rest }) });
            return found.flatMap((no) => of.get(no) ?? []);
          }),
      );
      return taken.flat();
    },
    async prints() {
      const all = await Promise.all(
        known.map(async ({ cells, numbers: of }) =>
          [...(await cells.prints())].flatMap(([no, print]) => {
            const at = of.get(no);
            return at === undefined ? [] : [[at, print] as const];
          }),
        ),
      );
      return new Map(all.flat());
    },
    async spreads(kind, span) {
      const spreads = new Map<string, KeySpread>();
      for (const part of known) {
        const own = spanIn(part, span);
        for (const spread of own === undefined ? [] : await part.cells.spreads(kind, own)) {
          const before = spreads.get(spread.key);
          spreads.set(spread.key, before === undefined ? spread : bothSpreads(before, spread));
        }
      }
      return [...spreads.values()];
    },
    async values(kind, keys, span, of) {
      const values = new Map<string, KeyValues>();
      for (const part of known) {
        const own = spanIn(part, span);
        for (const one of own === undefined ? [] : await part.cells.values(kind, keys, own, of))
          values.set(one.key, withValues(values.get(one.key), one, part.numbers));
      }
      return [...values.values()];
    },
  };
}

async function headsOf({ cells, experiments }: JoinedPart): Promise<readonly RunHead[]> {
  const named = new Set(experiments);
  return (await cells.heads()).filter(({ experiment }) => named.size === 0 || named.has(experiment));
}

/** Those of each part in their own order, whatever their clocks said, so that a span of the table is one of each part. */
function numberNew(heads: readonly (readonly RunHead[])[], numbers: JoinedNumbers): void {
  const waiting = heads.map((all) => all.filter(({ id }) => !numbers.has(id)).toReversed());
  const next = waiting.map(() => 0);
  let no = Math.max(0, ...[...numbers.values()].slice(-1));
  for (;;) {
    let first: { readonly part: number; readonly head: RunHead } | undefined;
    for (const [part, list] of waiting.entries()) {
      const head = list[next[part] ?? 0];
      if (head !== undefined && (first === undefined || head.startTime < first.head.startTime)) first = { part, head };
    }
    if (first === undefined) return;
    no += 1;
    numbers.set(first.head.id, no);
    next[first.part] = (next[first.part] ?? 0) + 1;
  }
}

/** The part's runs in a span of the table. */
function spanIn({ own }: Known, { from, to }: RunSpan): RunSpan | undefined {
  let [least, most] = [Number.MAX_SAFE_INTEGER, 0];
  for (const [at, no] of own) if (at >= from && at <= to) [least, most] = [Math.min(least, no), Math.max(most, no)];
  return most === 0 ? undefined : { from: least, to: most };
}

function withValues(before: KeyValues | undefined, more: KeyValues, numbers: Known['numbers']): KeyValues {
  const runs = [...(before?.runs ?? [])];
  const values = [...(before?.values ?? [])];
  for (const [index, no] of more.runs.entries()) {
    const at = numbers.get(no);
    const value = more.values[index];
    if (at === undefined || value === undefined) continue;
    runs.push(at);
    values.push(value);
  }
  return { key: more.key, runs, values };
}
