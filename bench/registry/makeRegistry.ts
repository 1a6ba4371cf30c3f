import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import type { ModelVersion } from '../../engine/src/ports/modelRegistry.ts';
import { writeAliasFile } from '../../engine/src/registry/aliasFile.ts';
import type { GateReport } from '../../engine/src/registry/decisions/gateReport.ts';
import { gateReportFile } from '../../engine/src/registry/decisions/gateReportFile.ts';
import { readRules } from '../../engine/src/registry/policies/readRules.ts';
import type { RulesPlace } from '../../engine/src/registry/policies/rulesPlace.ts';
import { aliasPath, versionPath } from '../../engine/src/registry/registryFolder.ts';
import { writeVersionFile } from '../../engine/src/registry/versionFile.ts';

const POLICY = `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: good enough, threshold: roc_auc, min: 0.65}
      - {name: small, size: 50MB}
    rollback: {gates: none}
`;
const AT = '2026-11-20T10:00:00Z';

/** A repository with a commit for each version and each promotion: every second version was promoted, by its gates. */
export async function makeRegistry(folder: string, models: number, versions: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const git = (args: readonly string[], input?: string) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', ...(input === undefined ? {} : { input }) });
  git(['init', '-q', '-b', 'main']);
  const settings = 'project: registry\nlanguage: 1\n';
  const stream = [
    commit('the beginning', {
      'modelyard.yaml': settings,
      'default.policy.yaml': POLICY,
      '.gitignore': '.modelyard\n',
    }),
  ];
  for (let version = 1; version <= versions; version++)
    for (let model = 0; model < models; model++) {
      const name = `model-${String(model).padStart(3, '0')}`;
      const facts = versionOf(name, version);
      stream.push(commit(`Register ${name} v${version}`, { [versionPath(name, version)]: writeVersionFile(facts) }));
      if (version % 2 === 0) stream.push(commit(`Promote ${name} v${version}`, await promotion(facts, version)));
    }
  git(['fast-import', '--quiet'], stream.join(''));
  git(['reset', '-q', '--hard']);
}

function commit(subject: string, files: Readonly<Record<string, string>>): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const changes = Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`);
  return `commit refs/heads/main\ncommitter Ada <ada@example.org> 1795168800 +0000\n${data(subject)}${changes.join('')}\n`;
}

async function promotion(facts: ModelVersion, version: number): Promise<Readonly<Record<string, string>>> {
  const { name: model, sha256 } = facts;
  const place: RulesPlace = {
    at: undefined,
    policies: async () => new Map([['default.policy.yaml', POLICY]]),
    bytes: async () => undefined,
  };
  const rules = (await readRules(place, { model, alias: 'production' }))!;
  const before = version > 2 ? versionOf(model, version - 2) : undefined;
  const report: GateReport = {
    ...{ gate_report: model, version, alias: 'production', sha256, at: AT, by: 'ada@example.org', allowed: true },
    champion: before === undefined ? null : { version: before.version, sha256: before.sha256 },
    policies: [
      { name: 'default', file: 'default.policy.yaml', commit: '0'.repeat(40), ref: 'main', rules: rules.hash },
    ],
    gates: rules.gates.map((rule) => ({
      ...{ name: rule.name, rule, seconds: 0.01, status: 'passed', figures: [], reason: 'good', evidence: [] },
    })),
    approvals: null,
    machine: { modelyard: '0.1.0', node: '24', platform: 'linux-x64' },
  };
  const file = gateReportFile(report);
  const decided = { model, alias: 'production', version, sha256, previous: before?.version, since: AT };
  return {
    [file.path]: file.text,
    [aliasPath(model, 'production')]: writeAliasFile({ ...decided, gates: file.sha256 }),
  };
}

function versionOf(name: string, version: number): ModelVersion {
  const hash = (what: string) => createHash('sha256').update(`${what} ${name} ${version}`).digest('hex');
  const columns = ['distance', 'origin', 'destination', 'carrier', 'hour', 'weekday', 'month', 'temperature', 'wind'];
  const measured = { value: 0.7 + version / 1000, low: 0.69, high: 0.75 };
  return {
    ...{ name, version, semver: `1.${version}.0`, created: AT, by: 'ada@example.org', format: 'onnx', size: 812_345 },
    sha256: hash('model'),
    signature: {
      inputs: Object.fromEntries(columns.map((column, index) => [column, index % 3 === 1 ? 'string' : 'float'])),
      outputs: { late: { task: 'binary', label: 'boolean', classes: ['false', 'true'], probability: 'float' } },
    },
    run: hash('run').slice(0, 32),
    commit: hash('commit').slice(0, 40),
    dirty: false,
    pipeline: undefined,
    params: { rounds: 300, max_leaves: 63, seed: 7 },
    data: { flights: { version: hash('data'), rows: 3_000_000 } },
    features: { airport: hash('feature') },
    metrics: Object.fromEntries(['roc_auc', 'log_loss', 'brier', 'pr_auc'].map((metric) => [metric, { ...measured }])),
    evidence: { scores: hash('scores'), baseline: hash('baseline') },
    environment: { modelyard: '0.1.0', node: '24.21.0', platform: 'linux-x64' },
  };
}
