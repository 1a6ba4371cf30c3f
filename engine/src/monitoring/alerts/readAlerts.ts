import { createHash } from 'node:crypto';
import { isRecord } from '../../language/isRecord.ts';
import type { Tree } from '../../language/tree.ts';
import { parseDuration } from '../../language/values.ts';
import { isList, type JsonMap, valueAt } from '../../project/read.ts';
import type { AlertDeed, AlertRule, WebhookFormat } from './alertRule.ts';

/** The entries under `alert` of a monitor's spec. What cannot be read is left out: the checks have said so. */
export function readAlerts(tree: Tree): readonly AlertRule[] {
  const list = valueAt(tree, ['alert']);
  if (!isList(list)) return [];
  const seen = new Map<string, number>();
  return list.flatMap((entry, index) => {
    const does = isRecord(entry) ? deedOf(entry) : undefined;
    if (does === undefined) return [];
    const key = keyOf(does);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return ruleOf(entry as JsonMap, { index, does, key: before === 0 ? key : `${key} #${before + 1}` });
  });
}

function ruleOf(entry: JsonMap, named: Pick<AlertRule, 'index' | 'does' | 'key'>): AlertRule {
  return {
    ...named,
    after: whole(entry['after'], 1),
    clearAfter: whole(entry['clear_after'], 1),
    minRows: whole(entry['min_rows'], 0),
    coolDown: parseDuration(entry['cool_down']) ?? 0,
  };
}

function whole(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : otherwise;
}

const FORMATS: readonly WebhookFormat[] = ['modelyard', 'slack', 'alertmanager'];

function deedOf(entry: JsonMap): AlertDeed | undefined {
  const { notify, webhook, pipeline, format, secret } = entry;
  if (notify === 'editor') return { kind: 'notify', where: 'editor' };
  if (typeof pipeline === 'string') return { kind: 'pipeline', pipeline };
  if (typeof webhook !== 'string') return undefined;
  return {
    kind: 'webhook',
    address: webhook,
    format: FORMATS.find((known) => known === format) ?? 'modelyard',
    secret: typeof secret === 'string' ? secret : null,
  };
}

/** An address may itself be a secret, so its hash stands for it. */
function keyOf(does: AlertDeed): string {
  if (does.kind === 'notify') return `notify ${does.where}`;
  if (does.kind === 'pipeline') return `pipeline ${does.pipeline}`;
  return `webhook ${createHash('sha256').update(`${does.format} ${does.address}`).digest('hex').slice(0, 16)}`;
}
