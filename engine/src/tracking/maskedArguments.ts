type Variables = Readonly<Record<string, string | undefined>>;

const HIDDEN = '***';
/** A shorter value stands in too many words that are no secret. */
const SHORTEST = 6;
/** Of a program given as an argument its beginning tells enough. */
const LONGEST = 4000;

/**
 * The arguments of a program without what looks like a secret: values of flags and names that say so, passwords in addresses,
 * keys that can be told by their form, and the values that secret variables have.
 */
export function maskedArguments(given: readonly string[], ...variables: readonly Variables[]): readonly string[] {
  const values = secretValues(variables);
  return given.map((argument, at) => {
    const flag = at === 0 ? undefined : given[at - 1];
    if (flag !== undefined && /^--?[^=]+$/.test(flag) && isSecretName(flag) && !/^--?[A-Za-z]/.test(argument))
      return HIDDEN;
    return masked(argument, values);
  });
}

function masked(argument: string, values: readonly string[]): string {
  const known = values.reduce((text, value) => text.replaceAll(value, HIDDEN), argument);
  const shown = known.length > LONGEST ? `${known.slice(0, LONGEST)}...` : known;
  return [...FORMS, ASSIGNED].reduce((text, { pattern, put }) => text.replace(pattern, put), shown);
}

interface Form {
  readonly pattern: RegExp;
  readonly put: (all: string, ...parts: string[]) => string;
}

const FORMS: readonly Form[] = [
  // scheme://user:password@host
  { pattern: /([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi, put: (_, before) => `${before}${HIDDEN}@` },
  { pattern: /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, put: (_, scheme) => `${scheme} ${HIDDEN}` },
  // Keys of GitHub, GitLab, Hugging Face, OpenAI, Slack, AWS, Google, and JSON web tokens.
  {
    pattern:
      /\b(gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|hf_\w{16,}|sk-[\w-]{16,}|xox[abpr]-[\w-]{10,}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*)/g,
    put: () => HIDDEN,
  },
];

/** `--password=x`, `db.password=x`, `?token=x`, and in code `api_key = "x"` or `"api_key": "x"`. */
const ASSIGNED: Form = {
  pattern: /(?<![\w.-])([\w.-]+)(["']?\s*(?:=|:(?!\/\/))\s*)("[^"]*"|'[^']*'|[^\s"'&;,)}]+)/g,
  put: (all, name = '', sign = '') => (isSecretName(name) ? `${name}${sign}${HIDDEN}` : all),
};

const WORDS = new Set([
  ...['password', 'passwd', 'passphrase', 'pass', 'pwd', 'pw', 'secret', 'secrets', 'token', 'apikey', 'bearer'],
  ...['credential', 'credentials', 'auth', 'authorization', 'sig', 'signature'],
]);
/** What makes a key a secret one. */
const KEYS = new Set(['api', 'access', 'private', 'secret', 'account', 'auth', 'encryption', 'signing']);

/** `--api-key`, `dbPassword`, `AWS_SECRET_ACCESS_KEY`; not `--max-tokens`, `--key` or `--author`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word, at) => WORDS.has(word) || (word === 'key' && KEYS.has(words[at - 1] ?? '')));
}

/** The longest first, for one may be part of another. */
function secretValues(all: readonly Variables[]): readonly string[] {
  const values = all.flatMap((variables) =>
    Object.entries(variables).flatMap(([name, value]) =>
      value !== undefined && (name.startsWith('MODELYARD_SECRET_') ? value !== '' : isSecretVariable(name, value))
        ? [value]
        : [],
    ),
  );
  return [...new Set(values)].sort((a, b) => b.length - a.length);
}

function isSecretVariable(name: string, value: string): boolean {
  return value.length >= SHORTEST && isSecretName(name) && !/^(?:[/.~]|[A-Za-z]:[\\/])/.test(value);
}
