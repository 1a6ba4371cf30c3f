import { hasExpression } from '../language/expressions/template.ts';
import type { Place } from '../project/places.ts';
import type { Family } from './rule.ts';

/** Secrets that stand in files which everybody with the repository can read. */
export const secrets: Family = {
  rules: [
    {
      code: 'secret-in-plain-text',
      title: 'A secret stands in a spec',
      severity: 'error',
      pace: 'fast',
      docs: 'What is committed to git is read by everybody who has the repository, for ever. Take the secret out, revoke it where it was issued, and give it to the step as `env: {NAME: "${{ secrets.NAME }}"}`: the value comes from the secret storage of the editor or from `MODELYARD_SECRET_NAME`, is redacted everywhere and never stored.',
    },
  ],
  *check(_, file) {
    // Of files that we write by the thousand only those are walked that may hold one.
    if (file.tree.isPlain && !HINT.test(file.text)) return;
    for (const place of file.places) {
      // checks/remote.ts speaks of those.
      if (file.kind === 'project' && place.path[0] === 'remote') continue;
      const kind = secretIn(place);
      if (kind === undefined) continue;
      const message = `This looks like ${kind}; give it as \`\${{ secrets.NAME }}\` and revoke this one`;
      yield { code: 'secret-in-plain-text', file: file.path, range: file.tree.range(place.path), message };
    }
  },
};

/** Forms of secrets by what they are. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['an access key of AWS', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b/],
  ['a token of GitLab', /\bglpat-[A-Za-z0-9_-]{20,}\b/],
  ['a token of Slack', /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/],
  ['a webhook of Slack', /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/],
  ['a key of an API', /\bsk-[A-Za-z0-9_-]{20,}\b/],
  ['a token of Hugging Face', /\bhf_[A-Za-z0-9]{30,}\b/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
  ['a password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:[^\s:/@$]{3,}@/],
];

/** Stands in all that has one of the forms, and in little else. */
const HINT = /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hooks\.slack\.com|sk-|hf_|PRIVATE KEY|:\/\//;

const NAME_OF_SECRET = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

function secretIn({ path, value }: Place): string | undefined {
  if (typeof value !== 'string' || value.length < 8) return undefined;
  const form = HINT.test(value) ? FORMS.find(([, pattern]) => pattern.test(value)) : undefined;
  if (form !== undefined) return form[0];
  const isVariable = path[0] === 'steps' && path[2] === 'env' && NAME_OF_SECRET.test(String(path[3]));
  return isVariable && !hasExpression(value) && !/\s/.test(value) ? 'the value of a secret' : undefined;
}
