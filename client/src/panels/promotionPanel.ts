import { isRecord } from '../../../engine/src/language/isRecord.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import { PROMOTION_PANEL, type PromotionSubject } from '../../../webviews/promotion/protocol.ts';
import type { PanelKind } from './panelKind.ts';

/** The page on which an alias is moved: one for each version and alias. */
export const PROMOTION_KIND: PanelKind<PromotionSubject> = {
  type: PROMOTION_PANEL,
  page: 'promotion',
  icon: 'promotion',
  questions: ['promotion'],
  commands: [
    COMMANDS.openRun,
    COMMANDS.promoteVersion,
    COMMANDS.compareVersions,
    COMMANDS.openDriftReport,
    COMMANDS.rollBackAlias,
    'modelyard.approveVersion',
    'modelyard.showAliasHistory',
    'modelyard.writePolicy',
  ],
  read: readSubject,
  keyOf: ({ root, model, version, alias }) => JSON.stringify([root, model, version, alias]),
  rootOf: ({ root }) => root,
  asksFirst: ({ model, version, alias }) => ({ question: 'promotion', params: { model, version, alias } }),
  titleOf: ({ model, version, alias }) => `${cut(model)} v${version} to ${cut(alias)}`,
};

function readSubject(kept: unknown): PromotionSubject | undefined {
  if (!isRecord(kept)) return undefined;
  const { root, model, version, alias } = kept;
  if (typeof root !== 'string' || typeof model !== 'string' || typeof alias !== 'string') return undefined;
  return isNumber(version) ? { root, model, version, alias } : undefined;
}

function isNumber(version: unknown): version is number {
  return Number.isSafeInteger(version) && (version as number) > 0;
}

function cut(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}
