import type { Kind } from '../language/kinds.ts';
import type { Facts } from '../project/facts.ts';
import { isSameList } from '../project/fileIndex.ts';
import type { Project } from '../project/project.ts';
import { isEqual } from './isEqual.ts';

/**
 * Something that was asked of a project, so that another snapshot can be asked the same. Made by the functions of this file alone:
 * what it holds must not keep the project alive that was asked.
 */
export interface Question {
  /** Questions with one name are the same. */
  readonly name: string;
  /** Whether it is about the world outside the spec files. */
  readonly ofFacts: boolean;
  /** Whether both snapshots give the same answer. */
  isSettled(before: Project, now: Project): boolean;
}

/** The maps of a project, as its members are called. */
export type MapName = 'files' | 'datasets' | 'locks' | 'pipelines' | 'views' | 'models';

/** What stands under a name. */
export function valueQuestion(map: MapName, key: string): Question {
  return ofSpecs(`${map} value ${key}`, (before, now) => before[map].get(key) === now[map].get(key));
}

export function presenceQuestion(map: MapName, key: string): Question {
  return ofSpecs(`${map} presence ${key}`, (before, now) => before[map].has(key) === now[map].has(key));
}

export function keysQuestion(map: MapName): Question {
  const isSettled = (before: Project, now: Project): boolean =>
    isSameList([...before[map].keys()], [...now[map].keys()]);
  return ofSpecs(`${map} keys`, (before, now) => before[map] === now[map] || isSettled(before, now));
}

/** All that a map holds. */
export function mapQuestion(map: MapName): Question {
  const isSettled = (before: Project, now: Project): boolean =>
    isSameList([...before[map].keys()], [...now[map].keys()]) &&
    isSameList<unknown>([...before[map].values()], [...now[map].values()]);
  return ofSpecs(`${map} all`, (before, now) => before[map] === now[map] || isSettled(before, now));
}

export function memberQuestion(member: 'environment' | 'variables'): Question {
  return ofSpecs(member, (before, now) => before[member] === now[member]);
}

export function filesQuestion(kind: Kind): Question {
  return ofSpecs(`files of ${kind}`, ({ index }, now) => index.files(kind) === now.index.files(kind));
}

export function namedQuestion(kind: Kind, name: string): Question {
  return ofSpecs(`${kind} named ${name}`, ({ index }, now) =>
    isSameList(index.named(kind, name), now.index.named(kind, name)),
  );
}

export function nameQuestion(kind: Kind, name: string): Question {
  return ofSpecs(`${kind} has ${name}`, ({ index }, now) => index.has(kind, name) === now.index.has(kind, name));
}

export function namesQuestion(kind: Kind): Question {
  return ofSpecs(`names of ${kind}`, ({ index }, now) => isSameList(index.names(kind), now.index.names(kind)));
}

export function factQuestion(topic: keyof Facts, key: string): Question {
  const isSettled = (before: Project, now: Project): boolean =>
    isEqual(before.facts[topic](key), now.facts[topic](key));
  return { name: `fact ${topic} ${key}`, ofFacts: true, isSettled };
}

function ofSpecs(name: string, isSettled: Question['isSettled']): Question {
  return { name, ofFacts: false, isSettled };
}
