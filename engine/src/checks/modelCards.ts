import { isRecord } from '../language/isRecord.ts';
import { parseModelReference } from '../language/modelReference.ts';
import type { Json, Path } from '../language/tree.ts';
import { declaredAliases } from '../project/aliases.ts';
import type { ModelVersion } from '../project/models.ts';
import { modelVersionOf, versionOfAlias } from '../project/modelVersionOf.ts';
import { policiesFor } from '../project/policies.ts';
import type { Project } from '../project/project.ts';
import { entriesAt, isList, textAt, textsAt, valueAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import { unknownMetric } from './metricNames.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** Model cards, held against the registry and against the policies that ask for them. */
export const modelCards: Family = {
  rules: [
    {
      code: 'card-metric-differs',
      title: 'A figure of a model card is not what was measured',
      severity: 'error',
      pace: 'fast',
      docs: 'The card gives a metric of the version that it names, and the version file in the registry holds another value. Both are compared at the precision written in the card: 0.71 stands for everything from 0.705 to 0.715. Where the version holds no such metric this is a hint, since nobody can compare it.',
    },
    {
      code: 'card-incomplete',
      title: 'A section of a model card is missing or empty',
      severity: 'hint',
      pace: 'fast',
      docs: 'A card is complete when owners, license, intended_use, training_data, metrics, limitations, ethical_considerations and risk are there, and none of them holds `...`. Where a policy guards an alias of the model by `card: complete`, no version passes without, and this is a warning.',
    },
    {
      code: 'card-behind',
      title: 'A model card describes an older version than the one in use',
      severity: 'warning',
      pace: 'fast',
      docs: 'The card names a version by its number, the alias that customers meet (the last one in `aliases` of modelyard.yaml that is guarded and set) points at a newer one, and no card describes that. Read what changed, write it down, and let the card name the newer version, or the alias itself: `NAME@production`.',
    },
  ],
  *check(project, file) {
    if (file.kind !== 'modelcard') return;
    const reference = textAt(file.tree, ['model']) ?? '';
    yield* metrics(project, file, modelVersionOf(project, reference));
    yield* sections(project, file, nameOf(reference));
    yield* behind(project, file, reference);
    yield* sensitive(project, file);
  },
};

/** What is missing in a card, and which of its figures are not those of the version. */
export function* cardFindings(project: Project, file: SpecFile, version: ModelVersion): Generator<Found> {
  yield* metrics(project, file, version);
  yield* sections(project, file, version.model);
}

function nameOf(reference: string): string | undefined {
  const parsed = parseModelReference(reference);
  return parsed === undefined || parsed.kind === 'run' ? undefined : parsed.name;
}

function* metrics(project: Project, file: SpecFile, version: ModelVersion | undefined): Generator<Found> {
  for (const [name, written] of entriesAt(file.tree, ['metrics'])) {
    const path = ['metrics', name];
    const measured = version?.metrics.get(name);
    const unknown = unknownMetric(project, name);
    if (unknown !== undefined) yield { ...unknown, file: file.path, range: file.tree.range(path, 'key') };
    else if (version !== undefined && measured === undefined && version.metrics.size > 0)
      yield {
        code: 'card-metric-differs',
        severity: 'hint',
        file: file.path,
        range: file.tree.range(path, 'key'),
        message: `${version.model}:${version.version} holds no \`${name}\`, so that nobody can compare this`,
      };
    else if (version !== undefined && measured !== undefined && typeof written === 'number')
      yield* compared(file, path, { name, measured: measured.value, version });
  }
}

/** Columns by which groups are told apart are columns of the training data. */
function* sensitive(project: Project, { path: file, tree }: SpecFile): Generator<Found> {
  const columns = textsAt(tree, ['training_data']).map(({ text }) => project.facts.columns(text));
  if (columns.length === 0 || columns.some(({ kind }) => kind !== 'known')) return;
  const names = columns.flatMap((fact) => (fact.kind === 'known' ? fact.value.map(({ name }) => name) : []));
  for (const { text, path } of textsAt(tree, ['fairness', 'sensitive']))
    if (text !== '...' && !names.includes(text))
      yield {
        code: 'unknown-column',
        file,
        range: tree.range(path),
        ...unknownName('column', text, [...new Set(names)]),
      };
}

interface Measured {
  readonly name: string;
  readonly measured: number;
  readonly version: ModelVersion;
}

function* compared(file: SpecFile, path: Path, { name, measured, version }: Measured): Generator<Found> {
  const text = file.tree.scalar(path)?.text ?? '';
  const digits = decimalsOf(text);
  if (digits === undefined || Math.abs(Number(text) - measured) <= 0.5 * 10 ** -digits * (1 + 1e-9)) return;
  const shown = measured.toFixed(Math.max(digits, 0));
  yield {
    code: 'card-metric-differs',
    file: file.path,
    range: file.tree.range(path),
    message: `\`${name}\` of ${version.model}:${version.version} was measured as ${shown === text ? measured : shown}, not ${text}`,
    data: { replacement: shown },
    related: relatedTo(version, 'measured here'),
  };
}

/** Digits behind the point of a number as it is written; negative for `7e3`. Undefined for `.inf` and the like. */
function decimalsOf(text: string): number | undefined {
  const [, fraction = '', exponent = '0'] = /^[-+]?\d*\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const decimals = fraction.length - Number(exponent);
  return /\d/.test(text) && /^[-+]?[\d.]/.test(text) && Math.abs(decimals) <= 20 ? decimals : undefined;
}

function relatedTo({ file }: ModelVersion, message: string): NonNullable<Found['related']> {
  const start = { line: 0, character: 0 };
  return [{ message, file, range: { start, end: start } }];
}

/** What a complete card has. */
export const CARD_SECTIONS = [
  'owners',
  'license',
  'intended_use',
  'training_data',
  'metrics',
  'limitations',
  'ethical_considerations',
  'risk',
];

function* sections(project: Project, file: SpecFile, model: string | undefined): Generator<Found> {
  const gate = model === undefined ? undefined : gateThatAsks(project, model);
  const severity = gate === undefined ? undefined : { severity: 'warning' as const };
  const asked = gate === undefined ? 'a complete card has it' : `${gate} asks for a complete card`;
  const missing = CARD_SECTIONS.filter((key) => isAbsent(valueAt(file.tree, [key])));
  if (missing.length > 0)
    yield {
      code: 'card-incomplete',
      ...severity,
      file: file.path,
      range: file.tree.range(['modelcard'], 'key'),
      message: `The card says nothing of ${missing.map((key) => `\`${key}\``).join(', ')}; ${asked.replace(/ it$/, missing.length > 1 ? ' them' : ' it')}`,
      data: { missing: missing[0]!, candidates: missing },
    };
  for (const key of CARD_SECTIONS)
    for (const path of placeholders(valueAt(file.tree, [key]), [key]))
      yield {
        code: 'card-incomplete',
        ...severity,
        file: file.path,
        range: file.tree.range(path),
        message: `\`${path.filter((part) => typeof part === 'string').join('.')}\` is still to be filled in; ${asked}`,
        data: { path },
      };
}

/** `gate ... of POLICY`: the first one for the model that wants a complete card. */
function gateThatAsks(project: Project, model: string): string | undefined {
  for (const policy of policiesFor(project, model))
    for (const [alias, gates] of policy.aliases)
      if (gates.some(({ values }) => values['card'] === 'complete')) return `policy \`${policy.name}\` (${alias})`;
  return undefined;
}

function isAbsent(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return (isList(value) && value.length === 0) || (isRecord(value) && Object.keys(value).length === 0);
}

/** Places of texts that stand for what is still to be written. */
function placeholders(value: Json | undefined, path: Path): readonly Path[] {
  if (typeof value === 'string') return value.trim() === '...' ? [path] : [];
  if (isList(value)) return value.flatMap((item, index) => placeholders(item, [...path, index]));
  return isRecord(value) ? Object.entries(value).flatMap(([key, inner]) => placeholders(inner, [...path, key])) : [];
}

function* behind(project: Project, file: SpecFile, text: string): Generator<Found> {
  const reference = parseModelReference(text);
  if (reference?.kind !== 'version') return;
  const inUse = versionInUse(project, reference.name);
  if (inUse === undefined || reference.version >= inUse.version.version) return;
  const { alias, version } = inUse;
  const cards = project.index.files('modelcard').map(({ tree }) => textAt(tree, ['model']));
  if (cards.some((card) => card !== undefined && modelVersionOf(project, card) === version)) return;
  yield {
    code: 'card-behind',
    file: file.path,
    range: file.tree.range(['model']),
    message: `\`${alias}\` of \`${reference.name}\` is version ${version.version}, and no card describes it; this one is of version ${reference.version}`,
    data: { replacement: `${reference.name}:${version.version}` },
    related: relatedTo(version, `version ${version.version}`),
  };
}

/** The version that the last alias on a model's way points at: of those that a policy guards, or of all that are listed. */
function versionInUse(
  project: Project,
  name: string,
): { readonly alias: string; readonly version: ModelVersion } | undefined {
  const model = project.models.get(name);
  if (model === undefined) return undefined;
  const guarded = policiesFor(project, name).flatMap((policy) => [...policy.aliases.keys()]);
  const listed = declaredAliases(project) ?? guarded;
  const way = guarded.length === 0 ? listed : listed.filter((alias) => guarded.includes(alias));
  for (const alias of (way.length === 0 ? guarded : way).toReversed()) {
    const version = versionOfAlias(model, alias);
    if (version !== undefined) return { alias, version };
  }
  return undefined;
}
