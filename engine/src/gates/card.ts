import { CARD_SECTIONS, cardFindings } from '../checks/modelCards.ts';
import type { Found } from '../checks/rule.ts';
import { parseModelReference } from '../language/modelReference.ts';
import type { GateAnswer, GateContext, GateEvidence, GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { loadProject } from '../project/load.ts';
import { modelVersionOf } from '../project/modelVersionOf.ts';
import type { Project } from '../project/project.ts';
import { textAt, valueAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import { failed, passed, unknown } from './answers.ts';

type CardRule = Extract<GateRule, { readonly kind: 'card' }>;

/** The model card has every section, and its figures are those of the version. */
export const cardGate: GateKind<CardRule> = {
  kind: 'card',
  async judge(_, context) {
    const { host, root, candidate, alias } = context;
    const project = await loadProject(host.files, root);
    const card = cardFor(project, candidate, alias);
    if (card === undefined) return noCard(project, candidate, alias);
    const evidence: readonly GateEvidence[] = [{ kind: 'file', what: 'model card', file: card.path }];
    return judged(project, card, { context, evidence });
  },
};

/** The card that names the version, else the card of the alias, read as if it had moved already. */
function cardFor(project: Project, { name, version }: ModelVersion, alias: string): SpecFile | undefined {
  const cards = project.index.files('modelcard');
  const reference = (card: SpecFile) => textAt(card.tree, ['model']) ?? '';
  return (
    cards.find((card) => reference(card) === `${name}:${version}`) ??
    cards.find((card) => reference(card) === `${name}@${alias}`) ??
    cards.find((card) => isOf(project, reference(card), name, version))
  );
}

function isOf(project: Project, reference: string, name: string, version: number): boolean {
  const found = modelVersionOf(project, reference);
  return found?.model === name && found.version === version;
}

function judged(
  project: Project,
  card: SpecFile,
  { context, evidence }: { readonly context: GateContext; readonly evidence: readonly GateEvidence[] },
): GateAnswer {
  const { name, version } = context.candidate;
  const facts = project.models.get(name)?.versions.get(version);
  const broken = card.problems.find(({ severity }) => severity === 'error');
  if (broken !== undefined || facts === undefined)
    return failed('card-broken', `${card.path}: ${broken?.message ?? `it is of no version that is registered`}`, {
      evidence,
      next: '`modelyard validate` shows what is wrong in the card.',
    });
  const findings = [...cardFindings(project, card, facts)];
  const [worst] = [...findings].sort((a, b) => rank(a.severity) - rank(b.severity));
  const figure = sectionsOf(card, findings);
  const told = { figures: [figure], evidence };
  if (worst === undefined)
    return passed(`${card.path} is complete, and its figures are those of ${name}:${version}`, told);
  const place = `${card.path}:${worst.range.start.line + 1}`;
  const more = findings.length === 1 ? '' : `, and ${findings.length - 1} more`;
  const said = `${place}: ${worst.message}${more}`;
  const code = worst.code;
  if (findings.every(isIncomparable))
    return unknown(code, said, 'Leave out figures that the version does not hold.', told);
  return failed(code, said, { ...told, next: 'Correct the card; `modelyard validate` shows each place.' });
}

/** How many sections are there and right. */
function sectionsOf({ tree }: SpecFile, findings: readonly Found[]): GateFigure {
  const lines = findings.map(({ range }) => range.start.line);
  const bad = CARD_SECTIONS.filter((key) => {
    const whole = valueAt(tree, [key]) === undefined ? undefined : tree.range([key]);
    return whole === undefined || lines.some((line) => line >= whole.start.line && line <= whole.end.line);
  });
  const { length } = CARD_SECTIONS;
  return { name: 'sections', value: length - bad.length, unit: 'count', min: length };
}

/** A figure that the version does not hold: it may be true, and nobody can tell. */
function isIncomparable({ code, severity }: { readonly code: string; readonly severity?: string }): boolean {
  return code === 'card-metric-differs' && severity === 'hint';
}

/** Rules give no severity where it is their own. */
function rank(severity: string | undefined): number {
  return severity === 'hint' ? 2 : severity === 'warning' ? 1 : 0;
}

function noCard(project: Project, { name, version }: ModelVersion, alias: string): GateAnswer {
  const others = project.index.files('modelcard').filter(({ tree }) => nameOf(textAt(tree, ['model'])) === name);
  const [other] = others;
  const next =
    other === undefined
      ? `Write \`${name}.modelcard.yaml\` with \`model: ${name}@${alias}\`.`
      : `Let \`model\` in ${other.path} be \`${name}@${alias}\`, and read whether the card still holds.`;
  return failed('no-card', `No model card is of ${name}:${version} or ${name}@${alias}`, { next });
}

function nameOf(reference: string | undefined): string | undefined {
  const parsed = parseModelReference(reference ?? '');
  return parsed === undefined || parsed.kind === 'run' ? undefined : parsed.name;
}
