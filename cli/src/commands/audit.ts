import { exportAudit } from '../../../engine/src/operations/audit/export.ts';
import { verifyAudit } from '../../../engine/src/operations/audit/verify.ts';
import { command } from '../command.ts';
import { auditCsv, auditMarkdown, auditTable, auditText } from '../report/audit.ts';

export const commands = [
  command(verifyAudit, { text: auditText, markdown: auditMarkdown }),
  command(exportAudit, { text: auditTable, csv: auditCsv, markdown: auditMarkdown }),
];
