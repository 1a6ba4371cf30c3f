import type { Path } from '../language/tree.ts';
import type { Family } from './rule.ts';

/** The files below `registry/`, held against what git remembers of them. */
export const registryHistory: Family = {
  rules: [
    {
      code: 'registry-edited',
      title: 'The facts of a version were edited',
      severity: 'error',
      pace: 'slow',
      docs: 'A version file is written once: it says what was registered, by which run, from which data and with which metrics. This one is not as it first appeared on the default branch, so that everything that was decided on it rests on something else. Bring it back from git; other facts are another version. Where history is cut off (a shallow clone) nothing is said: fetch it whole.',
    },
    {
      code: 'alias-without-gates',
      title: 'A guarded alias was moved past its gates',
      severity: 'error',
      pace: 'slow',
      docs: 'A policy guards the alias, and its last move does not rest on what the policy asked for at that commit: it has no gate report, the report is not there or has other bytes, it judged something else, a gate did not pass, approvals are missing, or a rollback led to a version that may not come back. `modelyard models promote` decides anew. Where no policy guarded the alias when it was moved this is a warning: promote again, so that it rests on something. `modelyard audit verify` tells of every move there was, and whether approvals are signed.',
    },
    {
      code: 'approval-void',
      title: 'An approval does not count any more',
      severity: 'warning',
      pace: 'slow',
      docs: 'An approval is of one model, one alias, the rules that the policy had then, and the evidence of the version. When any of them changes it is void, so that nobody has agreed to something they never saw. It does not count either where it is by who made the version, by a key that `registry/allowed_signers` of the default branch does not name, by somebody without the role, or where its signature is of something else. Ask for it again: `modelyard models approve`. Approvals of moves that were made are left alone: they held then.',
    },
  ],
  *check(project, file) {
    const at = PLACES.get(file.kind ?? '');
    if (at === undefined) return;
    const history = project.facts.history(file.path);
    if (history.kind !== 'known') return;
    for (const { code, severity, message } of history.value) {
      const range = file.tree.range(file.tree.node(at) === undefined ? [file.kind!] : at);
      yield { code, file: file.path, range, message, ...(severity === undefined ? {} : { severity }) };
    }
  },
};

/** What the problem is shown at. */
const PLACES: ReadonlyMap<string, Path> = new Map([
  ['model_version', ['model_version']],
  ['model_alias', ['version']],
  ['approval', ['approval']],
]);
