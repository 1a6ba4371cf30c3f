import assert from 'node:assert/strict';
import { checkProject, type FoundProblem } from '../../engine/src/checks/all.ts';
import { withLocks } from '../../engine/src/facts/locks.ts';
import type { Column } from '../../engine/src/language/columnType.ts';
import { type Fact, type Facts, NO_FACTS, UNKNOWN } from '../../engine/src/project/facts.ts';
import { buildProject, type Project } from '../../engine/src/project/project.ts';
import { type ExpectedProblem, type Fixture, readFixture } from './fixture.ts';

export interface ProblemsOptions {
  /** The fixture is all there is: files and data that it does not hold are absent, not unknown. */
  readonly complete?: boolean;
  readonly environment?: string;
}

/**
 * Checks the files of a fixture and compares what is found with its `#~ code` marks: code and line of every problem.
 * Hints are compared only where marks name their code. A modelyard.yaml is added where there is none.
 * Data of a dataset is a CSV file in the fixture; its columns are known, its SQL is not bound.
 */
export function problems(text: string, options: ProblemsOptions = {}): readonly FoundProblem[] {
  const fixture = readFixture(text);
  const found = checkProject(projectOf(fixture, options));
  compare(fixture, found);
  return found;
}

/** The snapshot of a fixture's spec files. */
export function projectOf(fixture: Fixture, options: ProblemsOptions = {}): Project {
  const project = buildProject(specTexts(fixture), { environment: options.environment });
  return project.withFacts(factsOf(fixture, project, options.complete === true));
}

export function specTexts({ files }: Fixture): ReadonlyMap<string, string> {
  const specs = [...files].filter(([path]) => path.endsWith('.yaml'));
  const settings: [string, string][] = files.has('modelyard.yaml')
    ? []
    : [['modelyard.yaml', 'project: test\nlanguage: 1\n']];
  return new Map([...settings, ...specs]);
}

/** Compares problems with the marks of a fixture. */
export function compare({ expected, files }: Fixture, found: readonly FoundProblem[]): void {
  const codes = new Set(expected.map((problem) => problem.code));
  const shown = found
    .filter((problem) => problem.severity !== 'hint' || codes.has(problem.code))
    .map((problem) => inWords(files, { ...problem, line: problem.range.start.line }, problem.message));
  const wanted = expected.map((problem) => inWords(files, problem));
  const bare = shown.map((line) => line.split('\n')[0]!);
  if (bare.toSorted().join('\n') === wanted.toSorted().join('\n')) return;
  assert.deepEqual(bare.toSorted(), wanted.toSorted(), shown.join('\n'));
}

function inWords(files: Fixture['files'], { file, line, code }: ExpectedProblem, message?: string): string {
  const text = files.get(file)?.split('\n')[line]?.trim() ?? '';
  return `${file}:${line + 1} ${code} at ${text}${message === undefined ? '' : `\n    ${message}`}`;
}

function factsOf({ files }: Fixture, project: Project, complete: boolean): Facts {
  const missing: Fact<never> = complete ? { kind: 'absent' } : UNKNOWN;
  const csvOf = (name: string) => {
    const from = project.datasets.get(name)?.source;
    const source = from?.kind === 'files' ? from.patterns[0]?.text : undefined;
    return source === undefined ? undefined : files.get(source);
  };
  const facts: Facts = {
    ...NO_FACTS,
    file: (path) => (files.has(path) ? { kind: 'known', value: 'file' } : missing),
    source: (name) => (csvOf(name) === undefined ? missing : { kind: 'known', value: { files: 1 } }),
    columns: (name) => {
      const csv = csvOf(name);
      return csv === undefined ? UNKNOWN : { kind: 'known', value: csvColumns(csv) };
    },
    columnsFrom: (name) => (csvOf(name) === undefined ? undefined : 'data'),
  };
  return withLocks(facts, project);
}

function csvColumns(csv: string): readonly Column[] {
  const [header = '', first = ''] = csv.split('\n');
  const values = first.split(',');
  return header.split(',').map((name, index) => ({ name: name.trim(), ...typeOf(values[index]?.trim() ?? '') }));
}

function typeOf(value: string): Pick<Column, 'type' | 'sqlType'> {
  if (/^-?\d+$/.test(value)) return { type: 'integer', sqlType: 'BIGINT' };
  if (/^-?\d+\.\d+$/.test(value)) return { type: 'float', sqlType: 'DOUBLE' };
  if (/^(true|false)$/.test(value)) return { type: 'boolean', sqlType: 'BOOLEAN' };
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return { type: 'date', sqlType: 'DATE' };
  return { type: 'string', sqlType: 'VARCHAR' };
}
