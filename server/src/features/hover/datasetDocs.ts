import type { Dataset } from '../../../../engine/src/project/dataset.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import { block, code, facts, listed, paragraphs, plain } from '../markdown.ts';
import { rows } from '../numbers.ts';
import { soon } from '../soon.ts';
import type { Snapshot } from '../spot.ts';
import { usersOf } from './users.ts';

/** A dataset: where its rows come from, how many there are, its lock, and who uses it. */
export async function datasetDocs(snapshot: Snapshot, name: string, signal: AbortSignal): Promise<string | undefined> {
  const { project, knowledge } = snapshot;
  const dataset = project.datasets.get(name);
  if (dataset === undefined) return undefined;
  const profile = await soon(knowledge.profile(name, signal));
  const { facts: known } = project;
  const columns = known.columns(name);
  const number = profile?.rows ?? project.locks.get(name)?.rows;
  return paragraphs([
    `**dataset** ${code(name)}`,
    description(dataset),
    sourceOf(dataset),
    facts([
      number !== undefined && rows(number),
      columns.kind === 'known' && `${columns.value.length} columns`,
      dataset.timestamp !== undefined && `event time ${code(dataset.timestamp)}`,
    ]),
    lockState(project, name),
    usersOf(project, { kind: 'dataset', name }),
  ]);
}

function description({ tree }: Dataset): string | undefined {
  const text = textAt(tree, ['description']);
  return text === undefined ? undefined : plain(text);
}

function sourceOf({ source }: Dataset): string | undefined {
  if (source.kind === 'sql') return block('sql', source.sql.text, 600);
  if (source.kind === 'program') return `Written by ${code(source.command.text)} to ${code(source.output.text)}`;
  if (source.patterns.length === 0) return undefined;
  return `From ${listed(source.patterns.map(({ text }) => code(text)))}`;
}

function lockState(project: Project, name: string): string {
  const lock = project.locks.get(name);
  if (lock === undefined) return 'Not locked';
  const version = project.facts.version(name);
  const at = lock.version === undefined ? '' : ` at version ${code(lock.version.slice(0, 8))}`;
  if (version.kind !== 'known' || lock.version === undefined) return `Locked${at}`;
  return version.value === lock.version
    ? `Locked${at}, as the data is`
    : `Locked${at}; the data is ${code(version.value.slice(0, 8))} now`;
}
