import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';

const DATASET = `
#- churn.csv
date,tenure,plan,spend,churned
2001-01-01,3,basic,1.5,true
#- churn.dataset.yaml
dataset: churn
source: churn.csv
timestamp: date
columns: {churned: {known_after: 30d}, tenure: {}, plan: {}, spend: {}, date: {}}`;

/** A pipeline over the dataset `churn` with these steps. */
function pipeline(steps: string, head = ''): string {
  const lines = steps.replace(/^\n/, '').replaceAll('\n', '\n  ');
  return `${DATASET}\n#- churn.pipeline.yaml\npipeline: churn\n${head}steps:\n  ${lines}\n`;
}

const EXAMPLES = `
examples:
  uses: data/examples
  with:
    from: churn
    label: {gone: churned}
    columns: {tenure: tenure, plan: plan}
`;

const SPLIT = `
split:
  uses: data/split
  with: {data: "\${{ steps.examples.data }}", by: time, validation: 15%, test: 15%, gap: 30d}
`;

const TRAIN = `
train:
  uses: model/train
  with:
    data: \${{ steps.split.train }}
    validation: \${{ steps.split.validation }}
    target: gone
    learner: gradient-boosting
    params: {seed: 7}
`;

test('a dataset, a built-in step, a learner that there is not', () => {
  problems(
    pipeline(`
check: {uses: data/validate, with: {data: chrun}} #~ unknown-dataset
other:
  uses: data/validat #~ unknown-uses
  with: {data: churn}
train:
  uses: model/train
  with: {data: "\${{ steps.check.x }}", target: y, learner: gradient-bosting} #~ unknown-output unknown-learner
`),
  );
});

test('names in expressions are those of the pipeline', () => {
  problems(
    pipeline(
      `
examples:
  uses: data/examples
  needs: [checks] #~ unknown-step
  if: \${{ params.onn && env.HOME == 'x' }} #~ unknown-param variable-not-allowed
  with:
    from: churn
    where: tenure > \${{ params.least }}
    columns: {tenure: tenure}
split:
  uses: data/split
  with:
    data: \${{ steps.example.data }} #~ unknown-step
    by: random
    test: 10%
`,
      'params: {least: 3, unread: true} #~ unused-param\n',
    ),
  );
});

test('an expression that cannot be read stands where it is wrong', () => {
  const [found] = problems(
    pipeline(`
check: {uses: data/validate, with: {data: churn}, if: "\${{ 1 + }}"} #~ expression-syntax
`),
  );
  const line = 'check: {uses: data/validate, with: {data: churn}, if: "${{ 1 + ';
  if (found?.range.start.character !== line.length + 2) throw new Error(JSON.stringify(found));
});

test('a table is not a model, a text is not a number', () => {
  problems(
    pipeline(
      `${EXAMPLES}${SPLIT}${TRAIN}
evaluate:
  uses: model/evaluate
  with:
    model: \${{ steps.examples.data }} #~ expression-type
    data: \${{ steps.split.test }}
    threshold: \${{ params.name }} #~ expression-type
register:
  uses: model/register
  if: \${{ steps.evaluate.metrics.roc_auc }} #~ expression-type
  with: {model: "\${{ steps.train.model }}", name: churn}
`,
      'params: {name: x}\n',
    ),
  );
});

test('metrics are known by the names that were asked for', () => {
  problems(
    pipeline(`${EXAMPLES}${SPLIT}${TRAIN}
evaluate:
  uses: model/evaluate
  if: \${{ steps.train.metrics.log_loss < 1 }}
  with:
    model: \${{ steps.train.model }}
    data: \${{ steps.split.test }}
    metrics: [roc_auc, {name: cost, sql: sum(score)}]
register:
  uses: model/register
  if: \${{ steps.evaluate.metrics.cost > 1 && steps.evaluate.metrics.auc > 1 }} #~ unknown-member
  with: {model: "\${{ steps.train.model }}", name: churn}
`),
  );
});

test('a step with a matrix gives lists', () => {
  problems(
    pipeline(`${EXAMPLES}${SPLIT}
train:
  uses: model/train
  matrix: {rounds: [10, 20]}
  with:
    data: \${{ steps.split.train }}
    target: gone
    learner: gradient-boosting
    params: {seed: 7, rounds: "\${{ matrix.rounds }}", max_leaves: "\${{ matrix.leaves }}"} #~ unknown-member
evaluate:
  uses: model/evaluate
  with: {model: "\${{ steps.train[0].model }}", data: "\${{ steps.split.test }}"}
register:
  uses: model/register
  with: {model: "\${{ steps.train.model }}", name: churn} #~ expression-type
`),
  );
});

test('steps that wait for each other are told once', () => {
  problems(
    pipeline(`
a: {uses: data/validate, with: {data: churn}, needs: [b]} #~ cycle
b: {uses: data/validate, with: {data: churn}, needs: [c]}
c: {uses: data/validate, with: {data: churn}, needs: [a]}
d: {uses: data/validate, with: {data: churn}, needs: [d]} #~ cycle
`),
  );
});

test('parameters of a learner: name, type, range', () => {
  problems(
    pipeline(
      `${EXAMPLES}${SPLIT}
train:
  uses: model/train
  with:
    data: \${{ steps.split.train }}
    target: gone
    learner: gradient-boosting
    params:
      num_leaves: 31 #~ unknown-learner-param
      learning_rate: 11 #~ learner-param-value
      rounds: 2.5 #~ learner-param-value
      max_leaves: \${{ params.leaves }} #~ learner-param-value
      early_stopping: 20 #~ early-stopping-without-validation
`,
      'params: {leaves: many}\n',
    ),
  );
});

test('what is drawn by chance should have a seed', () => {
  problems(pipeline(`${EXAMPLES}${SPLIT}${TRAIN}`));
  problems(
    pipeline(
      `${EXAMPLES}${SPLIT}${TRAIN.replace('    params: {seed: 7}\n', '').replace('gradient-boosting', 'gradient-boosting #~ missing-seed')}`,
    ),
  );
});

test('defaults of params fit what is declared', () => {
  problems(
    pipeline(
      `
check: {uses: data/validate, with: {data: churn}, if: "\${{ params.a + params.b + params.c > 0 && params.d == 'x' }}"}
`,
      `params:
  a: {type: integer, default: 0, min: 1} #~ param-default
  b: {type: integer, default: 1.5} #~ param-default
  c: {type: float, default: 1, max: 10}
  d: {type: string, enum: [small], default: large} #~ param-default
`,
    ),
  );
});

test('a param may be read by programs from their file of params', () => {
  problems(pipeline('report: {run: python report.py, inputs: {code: report.py}}', 'params: {title: x}\n'));
});

test('metrics: known, once, and of the task', () => {
  problems(
    pipeline(`${EXAMPLES}${SPLIT}
train:
  uses: model/train
  with: {data: "\${{ steps.split.train }}", target: gone, learner: gradient-boosting, task: binary, params: {seed: 1}}
evaluate:
  uses: model/evaluate
  with:
    model: \${{ steps.train.model }}
    data: \${{ steps.split.test }}
    metrics:
      - roc_auk #~ unknown-metric
      - rmse #~ metric-task
      - f1
      - f1 #~ duplicate-metric
      - {name: mcc, sql: sum(score)} #~ duplicate-metric
    slices: [plan, contry] #~ unknown-column
`),
  );
});

test('shares that leave nothing, columns without effect', () => {
  problems(
    pipeline(`${EXAMPLES}
one:
  uses: data/split
  with: {data: "\${{ steps.examples.data }}", by: time, validation: 50%, test: 0.5, gap: 30d} #~ split-shares
two:
  uses: data/split
  with: {data: "\${{ steps.examples.data }}", by: group, test: 10%} #~ split-column
three:
  uses: data/split
  with: {data: "\${{ steps.examples.data }}", by: stratified, stratify: plan, gap: 1h} #~ split-column random-split-of-events
four:
  uses: data/split
  with: {data: "\${{ steps.examples.data }}", by: group, group: planet} #~ unknown-column
`),
  );
});

test('a part without a share is read by nobody', () => {
  problems(
    pipeline(`${EXAMPLES}
split:
  uses: data/split
  with: {data: "\${{ steps.examples.data }}", by: time, test: 15%, gap: 30d}
train:
  uses: model/train
  with:
    data: \${{ steps.split.train }}
    validation: \${{ steps.split.validation }} #~ empty-part
    target: gone
    learner: gradient-boosting
evaluate:
  uses: model/evaluate
  with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}"}
`),
  );
});

test('a split by time needs a timestamp, and a gap until the label is known', () => {
  problems(pipeline(`${EXAMPLES}${SPLIT.replace('gap: 30d}', 'gap: 18h} #~ gap-too-short')}`));
  problems(pipeline(`${EXAMPLES}${SPLIT.replace(', gap: 30d}', '} #~ gap-too-short')}`));
  problems(
    pipeline(`${EXAMPLES}${SPLIT.replace(', gap: 30d}', '} #~ split-without-timestamp')}`).replace(
      'timestamp: date\n',
      '',
    ),
  );
});

test('inputs that are not known yet, or that tell the label', () => {
  problems(
    pipeline(`
examples:
  uses: data/examples
  with:
    from: churn
    label: {rich: spend > 10}
    columns:
      tenure: tenure
      gone: not churned #~ column-not-known-yet
      spent: round(spend) #~ target-among-inputs
      rich: tenure #~ target-among-inputs
      word: "'spend'"
`),
  );
});

test('a label of several columns makes its sources doubtful only', () => {
  const found = problems(
    pipeline(`
examples:
  uses: data/examples
  with:
    from: churn
    label: {rich: spend > tenure}
    columns: {tenure: tenure} #~ target-among-inputs
`),
  );
  if (found.find((problem) => problem.code === 'target-among-inputs')?.severity !== 'warning')
    throw new Error('a warning is expected');
});

test('columns that data/examples makes have names that are taken', () => {
  problems(
    pipeline(`
examples:
  uses: data/examples
  with:
    from: churn
    columns:
      row_id: tenure #~ name-taken
      timestamp: tenure #~ name-taken
`),
  );
});

test('scripts and inputs of programs are files of the project', () => {
  problems(
    `${pipeline(
      `
one: {run: python train.py --x, inputs: {code: train.py}} #~ script-not-found
two: {run: node "./report.mjs", inputs: {code: ./report.mjs, table: other.csv}} #~ input-not-found
three: {run: "python \${{ params.script }}", inputs: {data: churn.csv}}
four: {run: "python 'report.py", inputs: {data: churn.csv}} #~ command-syntax
five: {run: cat churn.csv} #~ uncached-program
`,
      'params: {script: x.py}\n',
    )}#- report.mjs\n`,
    { complete: true },
  );
});

test('a model is named as models are', () => {
  problems(
    pipeline(`${EXAMPLES}
one: {uses: model/predict, with: {model: churn@production, data: "\${{ steps.examples.data }}"}}
two: {uses: model/predict, with: {model: "churn:latest", data: "\${{ steps.examples.data }}"}} #~ model-reference
`),
  );
});
