import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsComparisonMarkdown, runsComparisonText } from '../../cli/src/report/runsComparison.ts';
import { styleOf } from '../../cli/src/terminal.ts';
import { markdownCode } from '../../engine/src/language/markdown.ts';
import { metricDifferences } from '../../engine/src/operations/runs/compare/metrics.ts';
import type { RunDifferences } from '../../engine/src/operations/runs/compare/runDifferences.ts';
import type { RunFigure } from '../../engine/src/operations/runs/runFigures.ts';

const figure = (name: string, value: number, low?: number, high?: number): RunFigure => ({
  ...{ name, metric: name, step: null, value },
  ...(low === undefined || high === undefined ? {} : { low, high }),
});
const NOTHING = { rows: [], equal: 0, unknown: [] };
const run = (id: string) => ({ id, name: `a|b <i>${id}</i>`, experiment: 'e', status: 'finished' as const, git: null });

const DIFFERENCES: RunDifferences = {
  runs: [run('aaaa1111'), run('bbbb2222'), run('cccc3333')],
  baseline: 0,
  metrics: metricDifferences(
    [
      [
        figure('roc_auc', 0.705, 0.702, 0.708),
        figure('log_loss', 0.43, 0.42, 0.44),
        figure('own', 1),
        figure('odd', Number.NaN),
      ],
      [
        figure('roc_auc', 0.713, 0.71, 0.716),
        figure('log_loss', 0.431, 0.421, 0.441),
        figure('own', 1),
        figure('odd', 2),
      ],
      [figure('roc_auc', 0.6, 0.59, 0.61), figure('own', 1)],
    ],
    { baseline: 0, first: ['roc_auc'] },
  ),
  paired: [],
  params: { rows: [{ name: '`x`', values: ['1', null, 'line\nline'] }], equal: 2, unknown: [] },
  specs: { files: [], equal: 1, unknown: [{ run: 2, reason: 'It kept no specs: no pipeline made it' }] },
  code: { files: [], equal: null, unknown: [] },
  data: NOTHING,
  features: NOTHING,
  environment: NOTHING,
  models: NOTHING,
};

test('each run is held against the baseline by the intervals', () => {
  assert.deepEqual(
    DIFFERENCES.metrics.map(({ name, better, differs, values }) => [
      name,
      better,
      differs,
      values.map((value) => value?.verdict),
    ]),
    [
      ['roc_auc', 'higher', true, [null, 'better', 'worse']],
      ['log_loss', 'lower', true, [null, 'same', undefined]],
      ['own', null, false, [null, null, null]],
      ['odd', null, true, [null, null, undefined]],
    ],
  );
  assert.equal(DIFFERENCES.metrics[3]?.values[0]?.value, 'NaN');
});

test('the terminal shows figures with intervals, verdicts, and what is not known', () => {
  const told = runsComparisonText({ differences: DIFFERENCES, tags: [] }, styleOf(false));
  assert.equal(
    told,
    `Metrics     aaaa1111 baseline     bbbb2222                                              cccc3333
roc_auc ↑   0.705 [0.702, 0.708]  0.713 [0.710, 0.716]  ↑ 0.008 better                  0.60 [0.59, 0.61]  ↓ 0.10 worse
log_loss ↓  0.43 [0.42, 0.44]     0.43 [0.42, 0.44]  ≈ 0.00 no difference beyond noise  -
odd         NaN                   2                                                     -

Parameters  aaaa1111 baseline  bbbb2222  cccc3333
\`x\`         1                  -         line line
2 equal

Specs
1 equal
cccc3333: It kept no specs: no pipeline made it.`,
  );
});

test('Markdown names what is better, and nothing of a text is more than text', () => {
  assert.equal(
    runsComparisonMarkdown({ differences: DIFFERENCES, tags: [] }),
    `| run | \`aaaa1111\` (baseline) | \`bbbb2222\` | \`cccc3333\` |
| --- | --- | --- | --- |
| name | <code>a&#124;b &#60;i&#62;aaaa1111&#60;/i&#62;</code> | <code>a&#124;b &#60;i&#62;bbbb2222&#60;/i&#62;</code> | <code>a&#124;b &#60;i&#62;cccc3333&#60;/i&#62;</code> |
| status | finished | finished | finished |
| commit | \`no commit\` | \`no commit\` | \`no commit\` |

### Metrics

| metric | \`aaaa1111\` (baseline) | \`bbbb2222\` | \`cccc3333\` |
| --- | --- | --- | --- |
| \`roc_auc\` higher is better | 0.705 [0.702, 0.708] | 0.713 [0.710, 0.716]<br>**↑ 0.008 better** | 0.60 [0.59, 0.61]<br>**↓ 0.10 worse** |
| \`log_loss\` lower is better | 0.43 [0.42, 0.44] | 0.43 [0.42, 0.44]<br>≈ 0.00 no difference beyond noise | - |
| \`odd\` | NaN | 2 | - |

In brackets 95% intervals. Better and worse: the intervals have no value in common.

1 equal.

### Parameters

| parameters | \`aaaa1111\` (baseline) | \`bbbb2222\` | \`cccc3333\` |
| --- | --- | --- | --- |
| <code>&#96;x&#96;</code> | \`1\` | - | \`line line\` |

2 equal

### Specs

1 equal<br>
cccc3333: It kept no specs: no pipeline made it.`,
  );
  assert.equal(markdownCode('@ada #12 <b>'), '`@ada #12 <b>`');
  assert.equal(markdownCode('a`|<b>@ada'), '<code>a&#96;&#124;&#60;b&#62;&#64;ada</code>');
  assert.equal(markdownCode('x'.repeat(100_000)).length, 122);
});
