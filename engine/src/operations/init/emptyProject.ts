import type { ProjectFile } from './write.ts';

/** What git shall not keep of a project: data lies beside it, `.modelyard` can be made again or pulled, a write that was killed left half a file. */
export const IGNORED = ['data/', '.modelyard/', '.*.tmp'];

/** The files of a project that holds nothing yet, named after its folder. */
export function emptyProject(folderName: string): { readonly project: string; readonly files: readonly ProjectFile[] } {
  const project = nameFrom(folderName);
  return { project, files: [{ path: 'modelyard.yaml', text: modelyardYaml(project) }, gitignore()] };
}

/** Lines that are missing are added to a file that is there. */
export function gitignore(): ProjectFile {
  return { path: '.gitignore', lines: IGNORED };
}

/** `My Flights (2001)` becomes `my-flights-2001`. */
export function nameFrom(folderName: string): string {
  const words = folderName
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const name = (words ?? []).join('-').replace(/^[0-9-]+/, '');
  return name === '' ? 'project' : name;
}

/** The file that makes a folder a project. */
export function modelyardYaml(project: string): string {
  return `# This file makes its folder a project. What it consists of lies in files below it, one per thing:
#   flights.dataset.yaml           a table: where it is, its columns, what must hold of it
#   flight-delay.pipeline.yaml     the steps from a table to a model
# \`modelyard validate\` says what is wrong in them. An example that runs: modelyard init flights --sample flights
project: ${project}
language: 1

# Other values for a place such as CI: modelyard run PIPELINE --env ci
# environments:
#   ci:
#     params: {rounds: 20}
`;
}
