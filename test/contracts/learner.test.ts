import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { openSession } from '../../engine/src/adapters/onnx/session.ts';
import { train } from '../../engine/src/adapters/trainer/train.ts';
import { trainerLearner } from '../../engine/src/adapters/trainer/trainerLearner.ts';
import { learnerNamed, learnerParams } from '../../engine/src/catalog/learners.ts';
import { Cancelled, Failure } from '../../engine/src/failure.ts';
import type { Column, ColumnType } from '../../engine/src/language/columnType.ts';
import type { Baseline } from '../../engine/src/math/baseline.ts';
import type { TrainRequest } from '../../engine/src/ports/learner.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const ROWS = `select i, (i * 7919 % 101) / 10 as x, case when i % 9 = 0 then null else i * 31 % 17 end as k,
  case when i % 7 = 0 then null else 'c' || (i * 13 % 5) end as c, i % 3 = 0 as flag from range(3000) t(i)`;
/** A coin no input knows: trees find something to learn by heart for many rounds. */
const ENDLESS = { train: `select *, hash(i) % 2 = 0 as late from (${ROWS})`, params: { rounds: 100_000 } };
const INPUTS: readonly Column[] = [
  column('x', 'float', 'DOUBLE'),
  column('k', 'integer', 'BIGINT'),
  column('c', 'string', 'VARCHAR'),
  column('flag', 'boolean', 'BOOLEAN'),
];

test('a trainer process trains, and says what it measured round by round', async (t) => {
  const seen: number[] = [];
  const request = await requestFor(t, {
    train: `select *, x + coalesce(k, 3) > 12 as late from (${ROWS})`,
    validation: `select *, x + coalesce(k, 3) > 12 as late from (${ROWS}) where i % 4 = 0`,
    params: { rounds: 12 },
  });
  const model = await trainerLearner().train(request, {
    progress: (round, rounds, metrics) => {
      assert.equal(rounds, 12);
      assert.ok(metrics['log_loss']! > 0);
      seen.push(round);
    },
  });
  assert.deepEqual(
    seen,
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  assert.equal(model.task, 'binary');
  assert.deepEqual(model.rows, { train: 3000, validation: 750 });
  assert.deepEqual(model.signature, {
    inputs: { x: 'float', k: 'float', c: 'string', flag: 'float' },
    outputs: { late: { task: 'binary', label: 'boolean', classes: ['false', 'true'], probability: 'float' } },
  });
  assert.equal(model.parity.rows, 750);
  assert.ok(model.parity.maxDifference < 2e-6);
  assert.equal(model.history['log_loss']!.length, 12);
  assert.ok(model.importance['x']! > model.importance['flag']!);
  assert.deepEqual(model.warnings, []);
  assert.deepEqual(readdirSync(request.workFolder).sort(), ['baseline.json', 'model.onnx']);
  const baseline = JSON.parse(readFileSync(model.baseline, 'utf8')) as Baseline;
  assert.equal(baseline.rows, 3000);
  assert.deepEqual(Object.keys(baseline.inputs), ['x', 'k', 'c', 'flag']);
  assert.deepEqual(Object.keys(baseline.outputs), ['late', 'late_probability']);
  assert.equal(baseline.inputs['c']!.missing, 429);
});

test('the same seed gives the same file on one thread and on two', async (t) => {
  const rows = { train: `select *, x * 3 + coalesce(k, 3) as late from (${ROWS})`, params: { rounds: 5 } };
  const hashes: string[] = [];
  for (const threads of [1, 2]) {
    const model = await train({ ...(await requestFor(t, rows)), threads }, () => {});
    hashes.push(createHash('sha256').update(readFileSync(model.onnx)).digest('hex'));
  }
  assert.equal(hashes[0], hashes[1]);
});

test('a cancelled training ends at once, and its process with it', async (t) => {
  const request = await requestFor(t, ENDLESS);
  const stop = new AbortController();
  const training = trainerLearner().train(request, { signal: stop.signal, progress: () => stop.abort() });
  await assert.rejects(training, Cancelled);
  assert.deepEqual(trainersOf(process.pid), []);
  await assert.rejects(trainerLearner().train(request, { signal: stop.signal, progress() {} }), Cancelled);
});

test('a killed trainer is a failure that says in which round', async (t) => {
  const request = await requestFor(t, ENDLESS);
  const training = trainerLearner().train(request, {
    progress: () => {
      for (const pid of trainersOf(process.pid)) process.kill(pid, 'SIGKILL');
    },
  });
  await refused(training, 'trainer-died', /by SIGKILL after round \d+/);
});

test('the trainer ends with the process that started it', async (t) => {
  const request = await requestFor(t, ENDLESS);
  const script = join(temporaryFolder(t), 'parent.ts');
  const learner = new URL('../../engine/src/adapters/trainer/trainerLearner.ts', import.meta.url).href;
  writeFileSync(
    script,
    `import { trainerLearner } from ${JSON.stringify(learner)};
     void trainerLearner().train(${JSON.stringify(request)}, { progress: (round) => round === 1 && console.log('going') });`,
  );
  const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => parent.stdout.once('data', () => resolve()));
  const [trainer] = trainersOf(parent.pid!);
  assert.ok(trainer);
  parent.kill('SIGKILL');
  while (alive(trainer)) await new Promise((resolve) => setTimeout(resolve, 20));
});

test('texts, few integers and floats are told apart as tasks', async (t) => {
  for (const [target, task, label, classes] of [
    [`'class ' || (i % 3)`, 'multiclass', 'string', ['class 0', 'class 1', 'class 2']],
    [`i % 3 - 1`, 'multiclass', 'integer', ['-1', '0', '1']],
    [`case when x > 5 then 'yes' else 'no' end`, 'binary', 'string', ['no', 'yes']],
    [`(i % 2)::double`, 'binary', 'integer', ['0', '1']],
    [`x / 2`, 'regression', 'float', undefined],
    [`i`, 'regression', 'float', undefined],
  ] as const) {
    const request = await requestFor(t, { train: `select *, ${target} as late from (${ROWS})`, params: { rounds: 2 } });
    const model = await train(request, () => {});
    assert.equal(model.task, task, target);
    assert.equal(model.signature.outputs['late']!.label, label);
    assert.deepEqual(model.signature.outputs['late']!.classes, classes);
  }
});

test('multiclass probabilities are outputs by class', async (t) => {
  const request = await requestFor(t, {
    train: `select *, case when x < 3 then 'low' when x < 7 then 'mid' else 'high' end as late from (${ROWS})`,
    params: { rounds: 5 },
  });
  const model = await train(request, () => {});
  const session = await openSession(readFileSync(model.onnx), 'model');
  t.after(() => session.release());
  const answers = await session.run(
    { x: Float32Array.of(1, 5, 9), k: Float32Array.of(1, 1, 1), c: ['c1', '', 'c2'], flag: new Float32Array(3) },
    3,
  );
  assert.deepEqual(answers['late'], ['low', 'mid', 'high']);
  assert.deepEqual(Object.keys(answers), [
    'late',
    'late_probability_high',
    'late_probability_low',
    'late_probability_mid',
  ]);
});

test('class weights and row weights shift the answers', async (t) => {
  const rows = {
    train: `select *, i % 10 = 0 as late, 1 + 8 * (i % 10 = 0)::int as w from (${ROWS})`,
    params: { rounds: 1, learning_rate: 1e-6 },
  };
  const mean = async (more: Partial<TrainRequest>) => {
    const model = await train({ ...(await requestFor(t, rows)), ...more }, () => {});
    const baseline = JSON.parse(readFileSync(model.baseline, 'utf8')) as Baseline;
    const described = baseline.outputs['late_probability']!;
    return described.kind === 'numbers' ? described.mean! : Number.NaN;
  };
  assert.ok(Math.abs((await mean({})) - 0.1) < 1e-5);
  assert.ok(Math.abs((await mean({ classWeights: 'balanced' })) - 0.5) < 1e-5);
  assert.ok(Math.abs((await mean({ classWeights: { true: 9 } })) - 0.5) < 1e-5);
  assert.ok(Math.abs((await mean({ weight: 'w' })) - 0.5) < 1e-5);
});

test('columns that say nothing are allowed and reported, and so are texts beyond the 254 most frequent', async (t) => {
  const request = await requestFor(t, {
    train: `select *, x > 5 as late, 4 as same, null::double as none, 't' || (i % 400) as many, null::varchar as no_text from (${ROWS})`,
    inputs: [
      ...INPUTS,
      column('same', 'integer', 'INTEGER'),
      column('none', 'float', 'DOUBLE'),
      column('many', 'string', 'VARCHAR'),
      column('no_text', 'string', 'VARCHAR'),
    ],
    params: { rounds: 2 },
  });
  const { warnings, parity } = await train(request, () => {});
  assert.deepEqual(
    warnings.map((warning) => /`(\w+)`/.exec(warning)?.[1]),
    ['many', 'same', 'none', 'no_text'],
  );
  assert.match(warnings[0]!, /400 texts.*254/);
  assert.ok(parity.maxDifference < 2e-6);
});

for (const [name, given, reason, message] of [
  ['an empty table', { train: `select *, true as late from (${ROWS}) where i < 0` }, 'empty-table', /training/],
  [
    'an empty validation table',
    { validation: `select *, true as late from (${ROWS}) where i < 0` },
    'empty-table',
    /validation/,
  ],
  ['a target that is not there', { target: 'missing' }, 'missing-column', /`missing`/],
  ['an input that is not there', { inputs: [column('y', 'float', 'DOUBLE')] }, 'missing-column', /`y`/],
  ['no input', { inputs: [] }, 'no-inputs', /no input/],
  [
    'targets that are null',
    { train: `select *, case when i > 4 and i < 8 then null else x > 5 end as late from (${ROWS})` },
    'bad-target',
    /3 rows.*first in row 6/,
  ],
  [
    'targets that are not finite',
    {
      train: `select *, case i when 9 then 'nan'::double when 11 then 'inf'::double else x end as late from (${ROWS})`,
    },
    'bad-target',
    /NaN or infinite in 2 rows.*first in row 10/,
  ],
  ['one class only', { train: `select *, 'a' as late from (${ROWS})` }, 'one-class', /`a`/],
  [
    'a constant target',
    { train: `select *, 3.5 as late from (${ROWS})`, task: 'regression' },
    'constant-target',
    /3\.5/,
  ],
  [
    'three classes as binary',
    { train: `select *, i % 3 as late from (${ROWS})`, task: 'binary' },
    'not-binary',
    /3 values/,
  ],
  [
    'texts as regression',
    { train: `select *, 'a' || i % 3 as late from (${ROWS})`, task: 'regression' },
    'target-type',
    /texts/,
  ],
  ['a list as target', { train: `select *, [i] as late from (${ROWS})` }, 'target-type', /BIGINT\[\]/],
  ['too many classes', { train: `select *, 't' || i as late from (${ROWS})` }, 'too-many-classes', /3000 values/],
  [
    'a target beyond 32-bit floats',
    { train: `select *, 1e37 * (i + 0.5) as late from (${ROWS})` },
    'target-range',
    /late/,
  ],
  [
    'a class that only validation has',
    {
      train: `select *, 'c' || i % 3 as late from (${ROWS})`,
      validation: `select *, 'c' || i % 4 as late from (${ROWS})`,
    },
    'unseen-class',
    /750 rows.*c3.*row 4/,
  ],
  [
    'a time as input',
    { train: `select *, now() as at, x > 5 as late from (${ROWS})`, inputs: [column('at', 'timestamp', 'TIMESTAMP')] },
    'input-type',
    /`at` is a TIMESTAMP/,
  ],
  [
    'an input like an output',
    {
      train: `select *, x > 5 as late, x as late_probability from (${ROWS})`,
      inputs: [column('late_probability', 'float', 'DOUBLE')],
    },
    'name-clash',
    /late_probability/,
  ],
  [
    'negative weights',
    { train: `select *, x > 5 as late, 1 - i as w from (${ROWS})`, weight: 'w' },
    'bad-weight',
    /2,998 rows.*row 3/,
  ],
  [
    'weights of 0 for a class',
    { train: `select *, x > 5 as late, (x > 5)::int as w from (${ROWS})`, weight: 'w' },
    'bad-weight',
    /false/,
  ],
  ['a class weight without class', { classWeights: { maybe: 2 } }, 'class-weights', /maybe/],
  [
    'class weights of a regression',
    { train: `select *, x as late from (${ROWS})`, classWeights: 'balanced' },
    'class-weights',
    /regression/,
  ],
  ['more than the memory allows', { memoryLimit: 250.2e6 }, 'memory', /3,000 rows needs/],
] as const)
  test(`refused: ${name}`, async (t) => {
    const request = await requestFor(t, { train: `select *, x > 5 as late from (${ROWS})`, ...given } as Asked);
    await refused(
      train(request, () => {}),
      reason,
      message,
    );
  });

test('what cannot fit names the rows that would', async (t) => {
  const rows = `select i, i % 2 as late, random() as x from range(400000) t(i)`;
  const request = await requestFor(t, { train: rows, inputs: [column('x', 'float', 'DOUBLE')], memoryLimit: 275e6 });
  await assert.rejects(
    train(request, () => {}),
    (error) =>
      error instanceof Failure && error.reason === 'memory' && /About [\d,]+ rows would fit/.test(error.next ?? ''),
  );
});

type Asked = Omit<Partial<TrainRequest>, 'train' | 'validation'> & {
  readonly train: string;
  readonly validation?: string;
};

/** Writes the rows of the queries into Parquet files and asks for a training on them. */
async function requestFor(t: TestContext, { train: rows, validation, params, ...more }: Asked): Promise<TrainRequest> {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: join(folder, 'tmp'), readable: [], threads: 1 });
  try {
    const write = async (sql: string, name: string) => {
      const file = join(folder, name);
      await source.write(sql, file);
      return file;
    };
    const learner = learnerNamed('gradient-boosting');
    return {
      learner: learner.name,
      train: await write(rows, 'train.parquet'),
      ...(validation === undefined ? {} : { validation: await write(validation, 'validation.parquet') }),
      target: 'late',
      inputs: INPUTS,
      threads: 1,
      memoryLimit: 1e9,
      workFolder: temporaryFolder(t),
      params: learnerParams(learner, params ?? {}),
      ...more,
    };
  } finally {
    await source.close();
  }
}

function column(name: string, type: ColumnType, sqlType: string): Column {
  return { name, type, sqlType };
}

/** Running trainer processes that this process started. */
function trainersOf(parent: number): number[] {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent)], { encoding: 'utf8' });
  return children
    .split('\n')
    .filter((line) => line.includes('trainer/main.ts'))
    .map((line) => Number.parseInt(line, 10));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie answers to signals, yet has no program any more.
    return !readlinkSync(`/proc/${pid}/exe`).endsWith('(deleted)');
  } catch {
    return false;
  }
}

async function refused(work: Promise<unknown>, reason: string, message: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof Failure, String(error instanceof Error ? error.stack : error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.message, message);
    assert.ok(error.next);
    return true;
  });
}
