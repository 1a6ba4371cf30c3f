import { posix as path } from 'node:path';
import type { Host } from '../../../ports/host.ts';
import { loadProject } from '../../../project/load.ts';
import type { Project } from '../../../project/project.ts';
import { registrations } from '../../../project/registrations.ts';
import { hostedRepository } from '../../models/move/pullRequestUrl.ts';
import type { CiHost, CiProject, Trained } from './ciProject.ts';
import { githubWorkflows } from './githubWorkflows.ts';
import { GITLAB_CI, gitlabPipelines, includeOf } from './gitlabPipelines.ts';

/** What `--ci` did. Paths are relative to the project's folder: workflows lie at the root of its repository. */
export interface AddedCi {
  readonly host: CiHost;
  readonly written: readonly string[];
  /** Files that are there with other content, and stay as they are. */
  readonly kept: readonly string[];
  /** Lines that a kept file needs for the written ones to be read; null where nothing is missing. */
  readonly include: { readonly file: string; readonly lines: string } | null;
}

/** Writes workflows that are ready to run for a project that is there; files that are there already stay. */
export async function addCi(host: Host, folder: string, asked: CiHost | 'auto'): Promise<AddedCi> {
  const ci = asked === 'auto' ? await hostOfRemote(host, folder) : asked;
  const root = await repositoryRoot(host, folder);
  const project = await ciProject(host, folder, root);
  const files = ci === 'github' ? githubWorkflows(project) : gitlabPipelines(project);
  const written: string[] = [];
  const kept: string[] = [];
  for (const file of files) {
    const target = path.join(root, file.path);
    const shown = path.relative(folder, target);
    const there = await host.files.stat(target);
    if (there === undefined) {
      await host.files.write(target, file.text);
      written.push(shown);
    } else if (there.kind !== 'file' || withUnixLines(await host.files.read(target)) !== file.text) kept.push(shown);
  }
  return { host: ci, written, kept, include: await missingInclude(host, ci, root, files[0]?.path ?? '') };
}

/** What the workflows of a project have to know of it. */
export async function ciProject(host: Host, folder: string, root: string): Promise<CiProject> {
  const project = await loadProject(host.files, folder, {});
  const branch = await host.git(folder).history.defaultBranch();
  const head = await host.git(folder).head();
  return {
    modelyard: host.machine.modelyard,
    folder: path.relative(root, folder),
    branch: branch?.ref.replace(/^origin\//, '') ?? head?.branch ?? 'main',
    trained: trainedBy(project),
  };
}

/** Pipelines that make a version of one model and can be run without being told anything. */
function trainedBy(project: Project): readonly Trained[] {
  return registrations(project).flatMap(({ pipeline, model }) => {
    const asks = [...pipeline.params.values()].some((param) => param.default === undefined);
    return asks || model === undefined ? [] : [{ pipeline: pipeline.name, model }];
  });
}

/** The repository that the project is part of, else the project's folder. */
export async function repositoryRoot(host: Host, folder: string): Promise<string> {
  const root = await host.git(folder).root();
  if (root === undefined || (await host.git(folder).ignored(folder))) return folder;
  const [there, here] = [await host.files.realPath(root), await host.files.realPath(folder)];
  if (there === undefined || here === undefined) return folder;
  const inside = path.relative(there, here);
  return inside === '' ? folder : path.join(folder, path.relative(here, there));
}

async function hostOfRemote(host: Host, folder: string): Promise<CiHost> {
  const urls = await host.git(folder).commits.remoteUrls('origin');
  return urls.some((url) => hostedRepository(url)?.kind === 'gitlab') ? 'gitlab' : 'github';
}

async function missingInclude(host: Host, ci: CiHost, root: string, jobs: string): Promise<AddedCi['include']> {
  if (ci !== 'gitlab') return null;
  const text = (await host.files.read(path.join(root, GITLAB_CI))) ?? '';
  return text.includes(jobs) ? null : { file: GITLAB_CI, lines: includeOf(jobs) };
}

function withUnixLines(text: string | undefined): string | undefined {
  return text?.replaceAll('\r\n', '\n');
}
