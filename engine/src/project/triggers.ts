import { type Cron, parseCron } from '../language/cron.ts';
import { zoneOffset } from '../language/zoneOffset.ts';
import type { Project } from './project.ts';
import { textAt, textsAt } from './read.ts';
import type { SpecFile } from './specFile.ts';

/** What starts a monitor's check or a pipeline's run without anybody asking. */
export interface Trigger {
  /** `monitor NAME` or `pipeline NAME`, as the store of ticks knows it. */
  readonly id: string;
  readonly kind: 'monitor' | 'pipeline';
  readonly name: string;
  /** Its spec, from the project's root. */
  readonly file: string;
  readonly schedule: Schedule | undefined;
  /** Datasets whose new versions start it. */
  readonly data: readonly string[];
  readonly catchup: 'latest' | 'none';
  /** Why it never comes, where its schedule or zone cannot be read. */
  readonly problem: string | undefined;
}

export interface Schedule {
  /** As the spec has it: `@daily`, `0 3 * * 1`. */
  readonly text: string;
  readonly cron: Cron;
  /** IANA name. */
  readonly timezone: string;
}

/** All triggers of a project, monitors first, by name. */
export function triggersOf(project: Project): readonly Trigger[] {
  return (['monitor', 'pipeline'] as const).flatMap((kind) => {
    const seen = new Set<string>();
    return project.index.files(kind).flatMap((file) => {
      if (file.name === undefined || seen.has(file.name)) return [];
      seen.add(file.name);
      return triggerOf(kind, file.name, file) ?? [];
    });
  });
}

function triggerOf(kind: Trigger['kind'], name: string, { path: file, tree }: SpecFile): Trigger | undefined {
  const above = kind === 'pipeline' ? ['on'] : [];
  const text = textAt(tree, [...above, 'schedule']);
  const data = textsAt(tree, ['on', 'data']).map((one) => one.text);
  if (text === undefined && data.length === 0) return undefined;
  const timezone = textAt(tree, [...above, 'timezone']) ?? 'UTC';
  const read = text === undefined ? undefined : readSchedule(text, timezone);
  return {
    id: `${kind} ${name}`,
    kind,
    name,
    file,
    schedule: typeof read === 'string' ? undefined : read,
    data,
    catchup: textAt(tree, [...above, 'catchup']) === 'none' ? 'none' : 'latest',
    problem: typeof read === 'string' ? read : undefined,
  };
}

/** A text says what is wrong. */
function readSchedule(text: string, timezone: string): Schedule | string {
  const parsed = parseCron(text);
  if (parsed.kind === 'problem') return parsed.problem.message;
  try {
    zoneOffset(timezone, 0);
  } catch {
    return `There is no time zone \`${timezone}\``;
  }
  return { text, cron: parsed.cron, timezone };
}
