import { operation } from '../operation.ts';
import { type AuditResult, readAudit } from './readAudit.ts';

/** `audit verify`: exit code 1 where something happened past the policies, or was changed afterwards. */
export const verifyAudit = operation({
  name: 'audit verify',
  title: 'Check that every change of the registry was made by its rules',
  examples: [
    {
      command: 'modelyard audit verify',
      does: 'holds every move of an alias against its gate report, approvals and the policy of its time; exit code 1 names the commit that does not fit.',
    },
    { command: 'modelyard audit verify flight-delay --at origin/main', does: 'One model, as origin/main has it.' },
  ],
  arguments: {
    model: { type: 'string', description: 'Name of a model; default: all.', positional: true },
    at: { type: 'string', description: 'Branch, tag or commit to look from; default: HEAD.', placeholder: 'REF' },
  },
  result: 'audit',
  run: (host, args): Promise<AuditResult> => readAudit(host, args),
  verdict: ({ valid }) => (valid ? 0 : 1),
});
