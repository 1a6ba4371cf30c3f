import { cardFindings } from '../checks/modelCards.ts';
import { parseModelReference } from '../language/modelReference.ts';
import type { GateAnswer, GateContext, GateEvidence, GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { loadProject } from '../project/load.ts';
import { modelVersionOf } from '../project/modelVersionOf.ts';
import type { Project } from '../project/project.ts';
import { textAt } from '../project/read.ts';
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
    if (card === undefined) return noCard(candidate, alias);
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
  const figure: GateFigure = { name: 'sections', value: findings.length, unit: 'count', max: 0 };
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

/** A figure that the version does not hold: it may be true, and nobody can tell. */
function isIncomparable({ code, severity }: { readonly code: string; readonly severity?: string }): boolean {
  return code === 'card-metric-differs' && severity === 'hint';
}

/** Rules give no severity where it is their own. */
function rank(severity: string | undefined): number {
  return severity === 'hint' ? 2 : severity === 'warning' ? 1 : 0;
}

function noCard({ name, version }: ModelVersion, alias: string): GateAnswer {
  return failed('no-card', `No model card is of ${name}:${version} or ${name}@${alias}`, {
    next: `Write \`${parseModelReference(name) === undefined ? 'model' : name}.modelcard.yaml\` with \`model: ${name}@${alias}\`.`,
  });
}
