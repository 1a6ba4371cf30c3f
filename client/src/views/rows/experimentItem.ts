import { count } from '../../../../engine/src/language/figures.ts';
import type { BranchRow, ExperimentRow } from '../../../../server/src/views/runs.ts';
import type { ItemLook } from './itemLook.ts';
import { cut, paragraphs, plain } from './markdown.ts';

export function experimentLook(experiment: ExperimentRow): ItemLook {
  const { name, place, branches } = experiment;
  const description = runsText(experiment);
  const file = place === null ? 'No pipeline of the project makes its runs.' : `Made by ${plain(place.file)}.`;
  const on = branches.length > 1 ? ` on ${count(branches.length)} branches` : '';
  return {
    label: cut(name, 200),
    description,
    icon: { id: 'beaker' },
    tooltip: paragraphs(`**${plain(name)}** ${description}${on}`, file),
    aria: `Experiment ${name}, ${description}${on}.`,
    context: place === null ? 'experiment' : 'experiment.placed',
  };
}

export function branchLook(branch: BranchRow): ItemLook {
  const name = branch.branch ?? 'no branch';
  const description = runsText(branch);
  const current = branch.isCurrent ? ', checked out' : '';
  const why = branch.branch === null ? 'Runs outside of git, or with a detached HEAD.' : null;
  return {
    label: cut(name, 200),
    description,
    icon: { id: 'git-branch' },
    tooltip: paragraphs(`**${plain(name)}** ${description}${current}`, why),
    aria: `${branch.branch === null ? 'No branch' : `Branch ${name}`}, ${description}${current}.`,
    context: 'branch',
  };
}

export function projectLook(name: string, folder: string): ItemLook {
  return {
    label: name,
    description: folder,
    icon: { id: 'root-folder' },
    tooltip: paragraphs(`**${plain(name)}**`, plain(folder)),
    aria: `Project ${name} in ${folder}.`,
    context: 'project',
  };
}

export function runsText({ runs, live }: Pick<ExperimentRow, 'runs' | 'live'>): string {
  const all = runs === null ? '' : runs === 1 ? '1 run' : `${count(runs)} runs`;
  return [all, live === 0 ? '' : `${count(live)} live`].filter(Boolean).join(', ');
}
