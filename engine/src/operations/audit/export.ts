import { operation } from '../operation.ts';
import { type AuditResult, readAudit } from './readAudit.ts';

/** `audit export`: the same entries as a table for people who do not use git. */
export const exportAudit = operation({
  name: 'audit export',
  title: 'List who changed what in the registry, and on what evidence',
  examples: [
    { command: 'modelyard audit export --format csv > audit.csv', does: 'a table for a spreadsheet.' },
    { command: 'modelyard audit export flight-delay --format markdown', does: 'one model, for a report.' },
  ],
  arguments: {
    model: { type: 'string', description: 'Name of a model; default: all.', positional: true },
    at: { type: 'string', description: 'Branch, tag or commit to look from; default: HEAD.', placeholder: 'REF' },
  },
  result: 'audit',
  run: (host, args): Promise<AuditResult> => readAudit(host, args),
});
