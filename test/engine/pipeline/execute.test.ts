import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cancelled, Failure } from '../../../engine/src/failure.ts';
import type { RunEvent } from '../../../engine/src/pipeline/events.ts';
import { type Attempt, type Execution, execute, type Journal } from '../../../engine/src/pipeline/execute.ts';
import { planSteps, type Selection, type StepDeclaration } from '../../../engine/src/pipeline/plan.ts';
import type { Step, StepContext, StepOutputs, Value } from '../../../engine/src/ports/step.ts';

type Body = (values: Readonly<Record<string, Value>>, attempt: Attempt) => Promise<StepOutputs> | StepOutputs;

/** A pipeline whose steps are functions; `with` is what `resolve` gives. */
interface Fake extends Partial<Omit<StepDeclaration, 'name' | 'uses'>> {
  readonly body?: Body;
}

function memoryJournal(): Journal & { readonly log: string[] } {
  const byKey = new Map<string, { stepRun: string; outputs: StepOutputs }>();
  const log: string[] = [];
  let count = 0;
  return {
    log,
    earlier: async () => undefined,
    lookup: async (key) => byKey.get(key),
    async begin(step) {
      count += 1;
      return `${step.id}-${count}`;
    },
    async end(step, end) {
      log.push(`${step.id} ${end.status}`);
      if (end.key && end.outputs) byKey.set(end.key, { stepRun: end.stepRun, outputs: end.outputs });
    },
  };
}

async function run(
  fakes: Record<string, Fake>,
  more: { journal?: Journal; selection?: Selection; signal?: AbortSignal } = {},
) {
  const events: RunEvent[] = [];
  const declarations = Object.entries(fakes).map(
    ([name, fake]): StepDeclaration => ({
      name,
      uses: name,
      needs: fake.needs ?? [],
      condition: fake.condition ?? { kind: 'needs' },
      matrix: fake.matrix,
      retries: fake.retries ?? 0,
      timeout: fake.timeout,
      cache: fake.cache ?? true,
      resolve: fake.resolve ?? (() => ({ with: {}, secrets: {} })),
    }),
  );
  const attempts = new WeakMap<StepContext, Attempt>();
  const behaviours = Object.entries(fakes).map(([name, fake]): [string, Step] => [
    name,
    {
      uses: name,
      revision: 1,
      run: async (request) => fake.body?.(request.with, attempts.get(request.context) as Attempt) ?? {},
    },
  ]);
  const execution: Execution = {
    steps: planSteps(declarations, more.selection),
    behaviours: new Map(behaviours),
    engine: '1',
    journal: more.journal ?? memoryJournal(),
    async open(_, attempt) {
      const context = {} as StepContext;
      attempts.set(context, attempt);
      return { context, close: async () => {} };
    },
    concurrency: 2,
    signal: more.signal ?? new AbortController().signal,
    clock: { now: () => 0, sleep: async () => {} },
    emit: (event) => events.push(event),
  };
  const result = await execute(execution);
  return { ...result, statuses: result.steps.map((step) => `${step.step} ${step.status}`), events };
}

test('outputs of a step reach the steps that need it', async () => {
  const result = await run({
    a: { body: () => ({ n: 20 }) },
    b: {
      needs: ['a'],
      resolve: ({ steps }) => ({ with: { n: (steps['a'] as { n: number }).n + 1 }, secrets: {} }),
      body: ({ n }) => ({ n: Number(n) * 2 }),
    },
  });
  assert.deepEqual(result.statuses, ['a done', 'b done']);
  assert.deepEqual(result.finished.get('b')?.outputs, { n: 42 });
});

test('a step whose inputs are as before is taken from the cache, and only then', async () => {
  const journal = memoryJournal();
  let n = 1;
  const fakes: Record<string, Fake> = {
    a: { resolve: () => ({ with: { n }, secrets: { TOKEN: String(Math.random()) } }), body: () => ({ n }) },
    never: { cache: false },
  };
  assert.deepEqual((await run(fakes, { journal })).statuses, ['a done', 'never done']);
  assert.deepEqual((await run(fakes, { journal })).statuses, ['a cached', 'never done']);
  assert.deepEqual((await run(fakes, { journal, selection: { force: true } })).statuses, ['a done', 'never done']);
  n = 2;
  assert.deepEqual((await run(fakes, { journal })).statuses, ['a done', 'never done']);
});

test('what needs a failed step is skipped, what does not goes on, and always() runs', async () => {
  const result = await run({
    bad: {
      body: () => {
        throw new Failure('broken', 'It broke.');
      },
    },
    after: { needs: ['bad'] },
    later: { needs: ['after'] },
    cleanup: { needs: ['later'], condition: { kind: 'always' } },
    other: {},
  });
  assert.deepEqual(result.statuses, ['bad failed', 'after skipped', 'later skipped', 'cleanup done', 'other done']);
  assert.equal(result.failure?.reason, 'broken');
});

test('a false condition skips the step and its outputs are null', async () => {
  let seen: Value | undefined;
  const result = await run({
    maybe: { condition: { kind: 'expression', holds: () => false } },
    report: {
      needs: ['maybe'],
      condition: { kind: 'always' },
      resolve: ({ steps }) => {
        seen = steps['maybe'];
        return { with: {}, secrets: {} };
      },
    },
  });
  assert.deepEqual(result.statuses, ['maybe skipped', 'report done']);
  assert.equal(seen, null);
});

test('a step is tried again as often as it says', async () => {
  let tries = 0;
  const flaky: Fake = {
    retries: 2,
    body: () => {
      tries += 1;
      if (tries < 3) throw new Failure('flaky', 'Not yet.');
      return {};
    },
  };
  assert.deepEqual((await run({ flaky })).statuses, ['flaky done']);
  tries = -5;
  assert.deepEqual((await run({ flaky })).statuses, ['flaky failed']);
  assert.equal(tries, -2);
});

test('a step that exceeds its timeout fails by name, even one that does not listen', async () => {
  const result = await run({ slow: { timeout: 5, body: () => new Promise<StepOutputs>(() => {}) } });
  assert.deepEqual([result.statuses, result.failure?.reason], [['slow failed'], 'step-timeout']);
});

test('the cells of a matrix give a list', async () => {
  const result = await run({
    train: { matrix: { rate: [1, 2, 3] }, body: (_, attempt) => ({ run: attempt.stepRun.length }) },
    pick: { needs: ['train'], resolve: ({ steps }) => ({ with: { all: steps['train'] as Value }, secrets: {} }) },
  });
  assert.equal((result.finished.get('pick')!.with['all'] as Value[]).length, 3);
});

test('independent steps run side by side', async () => {
  let meet: () => void = () => {};
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const result = await run({
    a: { body: () => met.then(() => ({})) },
    b: {
      body: () => {
        meet();
        return {};
      },
    },
  });
  assert.deepEqual(result.statuses, ['a done', 'b done']);
});

test('cancelling ends what runs and leaves the rest', async () => {
  const control = new AbortController();
  const journal = memoryJournal();
  const result = await run(
    {
      first: {
        body: (_, { signal }) => {
          queueMicrotask(() => control.abort());
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Cancelled())));
        },
      },
      second: { needs: ['first'] },
    },
    { signal: control.signal, journal },
  );
  assert.deepEqual(result.statuses, ['first cancelled', 'second cancelled']);
  assert.deepEqual(journal.log, ['first cancelled']);
});

test('a mistake of ours fails the step and is handed to the host', async () => {
  const bug = new TypeError('x is not a function');
  const result = await run({
    a: {
      body: () => {
        throw bug;
      },
    },
  });
  assert.equal(result.bug, bug);
  assert.equal(result.failure?.reason, 'internal-error');
});
