import { execFileSync } from 'node:child_process';
import { onnxModel } from './onnxModel.ts';
import { type TestProject, testProject } from './project.ts';
import type { temporaryFolder } from './temporaryFolder.ts';

/** A project in a git repository of the test. */
export interface GitProject extends TestProject {
  /** What git says, without the line break at its end. */
  git(...args: string[]): string;
  /** Commits everything. */
  commitAll(message?: string): string;
  /** Registers a model of its own bytes, as the next version of `sigmoid`. */
  register(weight: number): Promise<void>;
}

/** Guards `production` by one gate that every model of these tests passes, and `strict` by one that none does. */
export const POLICY = `
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: small, size: 50MB}
    rollback: {gates: none}
  strict:
    gates:
      - {name: tiny, size: 1B}
  gated:
    gates:
      - {name: small, size: 50MB}
`;

/** Made of fixture files and committed; `versions` of `sigmoid` are registered and not committed. */
export async function gitProject(
  test: Parameters<typeof temporaryFolder>[0],
  { fixture = POLICY, versions = 0 }: { readonly fixture?: string; readonly versions?: number } = {},
): Promise<GitProject> {
  const project = testProject(test, fixture);
  const git = gitIn(project.folder);
  git('init', '-q', '-b', 'main');
  identify(git);
  project.write('.gitignore', '*.onnx\n.modelyard/\n');
  const whole: GitProject = {
    ...project,
    git,
    commitAll(message = 'A change') {
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    async register(weight) {
      project.write(`${weight}.onnx`, onnxModel(weight));
      const said = await project.modelyard(`models register ${weight}.onnx --name sigmoid`);
      if (said.code !== 0) throw new Error(said.err);
    },
  };
  whole.commitAll('Begin');
  for (let number = 1; number <= versions; number += 1) await whole.register(number);
  return whole;
}

/** git in a folder. */
export function gitIn(folder: string): GitProject['git'] {
  return (...args) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
}

/** So that commits are Ada's, and no key of the machine signs them. */
export function identify(git: GitProject['git']): void {
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.org');
  git('config', 'commit.gpgsign', 'false');
}
