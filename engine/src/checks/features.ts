import { formatDuration, parseDuration } from '../language/values.ts';
import type { Project } from '../project/project.ts';
import { entriesAt, textAt, valueAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import { sqlIdentifiers } from '../project/sqlIdentifiers.ts';
import { sqlFact, sqlSitesIn } from '../project/sqlSites.ts';
import { lateColumns } from './knownAfter.ts';
import type { Family, Found } from './rule.ts';

/** Feature views. */
export const features: Family = {
  rules: [
    {
      code: 'ttl-with-window',
      title: 'A windowed field has a time to live',
      severity: 'error',
      pace: 'fast',
      docs: 'A field with `window` aggregates the events of that stretch of time, so that nothing in it can be too old; `ttl` is for fields that are the latest value. Take one of the two out.',
    },
    {
      code: 'empty-window',
      title: 'No event can ever be in the window',
      severity: 'error',
      pace: 'fast',
      docs: 'A window of no length holds no event, and with a `ttl` shorter than `available_after` the latest event is too old before it is seen: the field would always be empty. Give it a longer one.',
    },
    {
      code: 'expression-in-view',
      title: 'An expression stands in the SQL of a view',
      severity: 'error',
      pace: 'fast',
      docs: 'A view means the same wherever it is joined: models keep the hash of its definition, and what is served later must be what was learned from. Its SQL is therefore written out, without values from outside.',
    },
    {
      code: 'feature-sees-future',
      title: 'A feature reads what was not known at that moment',
      severity: 'error',
      pace: 'fast',
      docs: "An event is seen `available_after` it happened. A column that is known only later (`known_after` in the dataset) must not be read before, or the model learns from what it will never be given. Set the view's `available_after` to at least that length.",
    },
  ],
  *check(project, file) {
    if (file.kind !== 'features') return;
    yield* timeToLive(file);
    yield* emptyWindows(file);
    yield* expressions(file);
    yield* future(project, file);
  },
};

function* timeToLive(file: SpecFile): Generator<Found> {
  for (const [name] of entriesAt(file.tree, ['fields'])) {
    const path = ['fields', name];
    if (valueAt(file.tree, [...path, 'window']) === undefined || valueAt(file.tree, [...path, 'ttl']) === undefined)
      continue;
    yield {
      code: 'ttl-with-window',
      file: file.path,
      range: file.tree.range([...path, 'ttl'], 'item'),
      message: `\`${name}\` has a \`window\`; \`ttl\` is for fields without one`,
    };
  }
}

function* emptyWindows(file: SpecFile): Generator<Found> {
  const available = parseDuration(valueAt(file.tree, ['available_after'])) ?? 0;
  for (const [name] of entriesAt(file.tree, ['fields'])) {
    const length = (key: string) => parseDuration(valueAt(file.tree, ['fields', name, key]));
    const at = (key: string) => ({ file: file.path, range: file.tree.range(['fields', name, key]) });
    if (length('window') === 0)
      yield { code: 'empty-window', ...at('window'), message: `The window of \`${name}\` holds no event` };
    const ttl = length('ttl');
    if (ttl !== undefined && ttl < available)
      yield {
        code: 'empty-window',
        ...at('ttl'),
        message: `\`${name}\` is always empty: events are seen after ${formatDuration(available)}, when they are older than ${formatDuration(ttl)}`,
      };
  }
}

function* expressions(file: SpecFile): Generator<Found> {
  for (const { place } of file.expressions)
    if (place.schema['x-sql'] !== undefined)
      yield {
        code: 'expression-in-view',
        file: file.path,
        range: file.tree.range(place.path),
        message: 'The SQL of a view holds no expressions: write the value itself',
      };
}

function* future(project: Project, file: SpecFile): Generator<Found> {
  const dataset = project.datasets.get(textAt(file.tree, ['dataset']) ?? '');
  const given = valueAt(file.tree, ['available_after']);
  const available = given === undefined ? 0 : parseDuration(given);
  if (dataset === undefined || available === undefined) return;
  for (const site of sqlSitesIn(project, file)) {
    const fact = sqlFact(project, site);
    const isBound = fact.kind === 'known' && fact.value.kind === 'bound';
    const reads = isBound ? new Set(fact.value.reads.map((name) => name.toLowerCase())) : sqlIdentifiers(site.sql.text);
    const late = lateColumns(dataset).find(
      (column) => column.knownAfter > available && reads.has(column.name.toLowerCase()),
    );
    if (late === undefined) continue;
    const needed = formatDuration(late.knownAfter);
    yield {
      code: 'feature-sees-future',
      file: file.path,
      range: file.tree.range(site.place.path),
      message: `This reads \`${late.name}\`, known only ${needed} later: \`available_after: ${needed}\` at least`,
      data: { path: ['available_after'], replacement: needed },
    };
  }
}
