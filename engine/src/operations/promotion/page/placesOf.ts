import { parseModelReference } from '../../../language/modelReference.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { Project } from '../../../project/project.ts';
import { textAt } from '../../../project/read.ts';
import { versionPath } from '../../../registry/registryFolder.ts';
import type { SpecPlace } from '../../runs/page/runPage.ts';
import type { PromotionPlaces } from './promotionPage.ts';

/** Where the version, its card and its datasets stand. */
export function placesOf(project: Project, { name, version, data }: ModelVersion): PromotionPlaces {
  const card = project.index.files('modelcard').find(({ tree }) => {
    const reference = parseModelReference(textAt(tree, ['model']) ?? '');
    return reference !== undefined && reference.kind !== 'run' && reference.name === name;
  });
  const datasets = Object.keys(data).flatMap((dataset) => {
    const file = project.datasets.get(dataset)?.file;
    return file === undefined ? [] : [{ name: dataset, place: top(file) }];
  });
  return { version: top(versionPath(name, version)), card: card === undefined ? null : top(card.path), datasets };
}

function top(file: string): SpecPlace {
  return { file, line: 0 };
}
