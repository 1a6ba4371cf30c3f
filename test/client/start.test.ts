import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnosisPage } from '../../client/src/start/diagnosisPage.ts';
import { modelName, wrongModelName } from '../../client/src/start/modelNames.ts';
import { hasScriptStep, milestonesOfTask } from '../../client/src/start/reading.ts';
import { refusalIn, sentenceOf } from '../../client/src/start/refusal.ts';
import { tableName } from '../../client/src/start/tableFiles.ts';
import { targetsOf } from '../../client/src/start/targets.ts';
import { OTHER_TOOLS, offerOf } from '../../client/src/start/traces.ts';

test('columns that can be learned are offered, two values before classes before numbers', () => {
  const column = (name: string, type: string, distinct: number | null, missing = 0) => ({
    name,
    type,
    distinct,
    missing,
  });
  const columns = [
    column('id', 'string', 7043),
    column('Größe', 'float', 6000, 704),
    column('plan', 'category', 3, 1),
    column('churned', 'boolean', 2),
    column('always', 'integer', 1),
    column('since', 'timestamp', 900),
    column('sex', 'string', 2),
  ];
  assert.deepEqual(targetsOf({ rows: 7043, columns }), [
    { column: 'churned', kind: 'yes or no', about: 'boolean, 2 distinct, none missing' },
    { column: 'sex', kind: 'yes or no', about: 'string, 2 distinct, none missing' },
    { column: 'plan', kind: 'classes', about: 'category, 3 distinct, < 0.1% missing' },
    { column: 'Größe', kind: 'number', about: 'float, 6,000 distinct, 10.0% missing' },
  ]);
  assert.deepEqual(targetsOf({ rows: 0, columns: [column('a', 'integer', 0)] }), []);
});

test('a refusal of the command line is read with its next step', () => {
  const refusal = refusalIn('memory: 1\nerror: /a b/x.csv:7: 3 fields instead of 4\nnext: Mend the line.\n');
  assert.deepEqual(refusal, { message: '/a b/x.csv:7: 3 fields instead of 4', next: 'Mend the line.' });
  assert.equal(sentenceOf(refusal), '/a b/x.csv:7: 3 fields instead of 4. Mend the line.');
  assert.equal(
    sentenceOf(refusalIn('error: It is a file.\r\nnext: Name a folder.\r\n')),
    'It is a file. Name a folder.',
  );
});

test('a mistake of ours is said in a line, and so is an end without a word', () => {
  const { message } = refusalIn('error: this is a mistake in Modelyard, not yours.\nError: x\n    at y (z.js:1:2)\n');
  assert.equal(message, 'this is a mistake in Modelyard, not yours. Error: x');
  assert.equal(sentenceOf(refusalIn('')), 'The command ended without a word');
  assert.equal(sentenceOf(refusalIn('\nSegmentation fault\n')), 'Segmentation fault');
});

test('a pipeline with a program of the user is known by its text', () => {
  assert.ok(hasScriptStep('# mine\npipeline: a\nsteps:\n  one:\n    run: python a.py\n'));
  assert.ok(!hasScriptStep('pipeline: a\nsteps:\n  one: {uses: model/train}\n'));
  assert.ok(!hasScriptStep('jobs:\n  a:\n    run: make\n'));
});

test('a task that ended well brings its user further', () => {
  assert.deepEqual(milestonesOfTask({ command: 'run' }), ['runFinished']);
  assert.deepEqual(milestonesOfTask({ command: 'lock' }), ['dataLocked']);
  assert.deepEqual(milestonesOfTask({ command: 'validate' }), []);
});

test('a project about a table is named after it', () => {
  assert.equal(tableName('/a/Kunden Köln.csv.gz'), 'Kunden Köln');
  assert.equal(tableName('/a/.csv'), 'table');
});

test('what other tools left is named, and that it stays as it is', () => {
  const [runs, database, dvc] = OTHER_TOOLS;
  const rest = 'with runs, data and models of its own.';
  assert.equal(
    offerOf([runs!, database!]),
    `MLflow is used here (\`mlruns\` and \`mlflow.db\`). Its runs are shown as they are, and a Modelyard project can begin beside it, ${rest}`,
  );
  assert.equal(
    offerOf([runs!, dvc!]),
    `MLflow and DVC are used here (\`mlruns\` and \`dvc.yaml\`). Their runs are shown as they are, and a Modelyard project can begin beside them, ${rest}`,
  );
});

test('a model from outside is named after its file, and names that no system takes are said while typing', () => {
  assert.equal(modelName('/a/Mein Modéll (2).onnx'), 'mein-modell-2');
  assert.equal(modelName('/a/模型.onnx'), 'model');
  assert.equal(wrongModelName('churn v2'), undefined);
  for (const name of ['', ' ', 'a/b', 'a:1', 'a@b']) assert.ok(wrongModelName(name), name);
});

test('what the doctor found begins with what is missing and how to mend it', () => {
  const checks = [
    { name: 'node', ok: true, detail: 'Node 24' },
    { name: 'git', ok: false, detail: 'git: not found', fix: 'Install git.' },
    { name: 'onnx', ok: false, detail: 'ONNX Runtime does not load. <b> a|b `c_d` e_f', fix: 'See *docs*.' },
  ] as const;
  const page = diagnosisPage({ checks, missing: ['onnx'] }, { version: '1.139.0', remote: 'wsl' });
  assert.equal(
    page,
    `# Missing: onnx

### Absent: git

git: not found.

**Next:** Install git.

### Missing: onnx

ONNX Runtime does not load. \\<b\\> a|b \`c_d\` e\\_f.

**Next:** See \\*docs\\*.

## Everything that was looked at

| | | |
|---|---|---|
| ok | editor | VS Code 1.139.0, remote (wsl) |
| ok | node | Node 24 |
| **no** | git | git: not found |
| **no** | onnx | ONNX Runtime does not load. \\<b\\> a\\|b \`c_d\` e\\_f |
`,
  );
  const well = diagnosisPage({ checks: checks.slice(0, 1), missing: [] }, { version: '1', remote: undefined });
  assert.match(well, /^# Everything works here\n\n## /);
  const absent = diagnosisPage({ checks: checks.slice(0, 2), missing: [] }, { version: '1', remote: undefined });
  assert.match(absent, /^# All that is needed works; 1 thing is absent\n/);
});
