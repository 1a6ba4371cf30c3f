import { modelInputs } from '../project/modelInputs.ts';
import type { Project } from '../project/project.ts';
import { textAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import type { Found, Rule } from './rule.ts';

/** Rules about the stored baseline that a monitor names as its reference. */
export const referenceRules: readonly Rule[] = [
  {
    code: 'baseline-not-found',
    title: 'A stored baseline is not there',
    severity: 'error',
    pace: 'slow',
    docs: 'The file under `reference.baseline` is not there; its path is relative to the folder of modelyard.yaml. `modelyard data baseline TABLE --output FILE.baseline.json` stores one.',
  },
  {
    code: 'baseline-unusable',
    title: 'A stored baseline cannot be used',
    severity: 'error',
    pace: 'slow',
    docs: 'The file under `reference.baseline` is no baseline, is damaged, was written in the form of another Modelyard, or lies outside of the project. Copy it into the project, or store it again: `modelyard data baseline TABLE --output FILE.baseline.json`.',
  },
  {
    code: 'baseline-without-input',
    title: 'A stored baseline lacks an input of the model',
    severity: 'warning',
    pace: 'slow',
    docs: 'What the model reads is held against what is stored under the same name, and nothing is stored under this one, so that no check can tell whether it drifts. Store the rows as the model reads them: the table that its `data/examples` step makes, not the one that it is made of.',
  },
];

/** What is wrong with `reference.baseline` of a monitor. */
export function* monitorReference(project: Project, { path: file, tree }: SpecFile): Generator<Found> {
  const path = ['reference', 'baseline'];
  const named = textAt(tree, path);
  if (named === undefined) return;
  const at = { file, range: tree.range(path) };
  const fact = project.facts.baseline(named);
  if (fact.kind === 'absent') yield { code: 'baseline-not-found', ...at, message: `There is no file \`${named}\`` };
  if (fact.kind !== 'known') return;
  if (fact.value.kind === 'refused') {
    yield { code: 'baseline-unusable', ...at, message: fact.value.message };
    return;
  }
  const { columns } = fact.value;
  const inputs = modelInputs(project, textAt(tree, ['model']) ?? '');
  const missing = inputs.kind === 'known' ? inputs.value.filter(({ name }) => !columns.includes(name)) : [];
  if (missing.length > 0)
    yield {
      code: 'baseline-without-input',
      ...at,
      message: `Nothing is stored of ${listed(missing.map(({ name }) => name))}, which the model reads`,
    };
}

const MOST = 5;

function listed(names: readonly string[]): string {
  const more = names.length > MOST ? ` and ${names.length - MOST} more` : '';
  return `${names
    .slice(0, MOST)
    .map((name) => `\`${name}\``)
    .join(', ')}${more}`;
}
