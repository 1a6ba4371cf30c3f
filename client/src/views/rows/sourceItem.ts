import { ORIGIN_WORDS, originText } from '../../../../engine/src/language/originWords.ts';
import type { ModelRow, VersionRow } from '../../../../server/src/views/models.ts';
import type { ExperimentRow } from '../../../../server/src/views/runs.ts';
import type { SourceRow } from '../../../../server/src/views/sources.ts';
import { runsText } from './experimentItem.ts';
import type { ItemLook } from './itemLook.ts';
import { cut, facts, paragraphs, plain } from './markdown.ts';
import { refusalLook } from './messageItem.ts';
import { modelLook, versionLook } from './modelItems.ts';

/** Where another tool keeps runs or models, which are read and never changed. */
export function sourceLook(source: SourceRow, isAdded: boolean): ItemLook {
  const { kind, name, place } = source;
  const isTold = place === '.' || place.replace(/^https?:\/\//i, '') === name;
  const kept = isTold ? ORIGIN_WORDS[kind] : cut(originText(source), 160);
  return {
    label: cut(name, 200),
    description: kept === name ? 'read-only' : `${kept}, read-only`,
    icon: { id: ICONS[kind] },
    tooltip: paragraphs(
      `**${plain(name)}** ${ORIGIN_WORDS[kind]}, read-only`,
      facts([
        ['place', plain(cut(place, 400))],
        ['added', isAdded ? 'by you' : null],
      ]),
      'It is read where it lies, and nothing of it is changed.',
    ),
    aria: `${originText(source)}, read-only.`,
    context: ['source', kind, ...(isAdded ? ['added'] : [])].join('.'),
  };
}

/** An experiment that another tool keeps. */
export function sourceExperimentLook(experiment: ExperimentRow, source: SourceRow): ItemLook {
  const { name } = experiment;
  const description = runsText(experiment);
  const many = description === '' ? '' : `, ${description}`;
  return {
    label: cut(name, 200),
    description,
    icon: { id: 'beaker' },
    tooltip: paragraphs(`**${plain(name)}** ${description}`, fromText(source)),
    aria: `Experiment ${name} of ${originText(source)}${many}.`,
    context: 'sourceExperiment',
  };
}

/** As Markdown, below what is kept there. */
export function fromText(source: SourceRow): string {
  return `${plain(cut(originText(source), 400))}, read-only`;
}

/** A registered model that another tool keeps. */
export function sourceModelLook(model: ModelRow, source: SourceRow): ItemLook {
  const look = modelLook(model);
  return {
    ...look,
    tooltip: paragraphs(look.tooltip, fromText(source)),
    aria: look.aria.replace(/\.$/, `, of ${originText(source)}.`),
    context: 'sourceModel',
  };
}

/** A version of such a model, whose run may be there too. */
export function sourceVersionLook(version: VersionRow, { model, source, now }: SourceVersionOptions): ItemLook {
  const look = versionLook(version, model, now);
  return {
    ...look,
    tooltip: paragraphs(look.tooltip, fromText(source)),
    context: version.hasRun ? 'sourceVersion.run' : 'sourceVersion',
  };
}

export interface SourceVersionOptions {
  readonly model: string;
  readonly source: SourceRow;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Why a source cannot be read; opening it does what helps. */
export function sourceRefusalLook(
  refused: { readonly message: string; readonly next?: string },
  helps: 'retry' | 'token',
): ItemLook {
  const isToken = helps === 'token';
  const next = isToken ? 'Open this to enter a token.' : `${refused.next ?? ''} Open this to try again.`.trim();
  const look = { ...refusalLook({ message: refused.message, next }), context: `message.source.${helps}` };
  return isToken ? { ...look, label: 'Enter token', description: look.label } : { ...look, description: 'Try again' };
}

const ICONS: Readonly<Record<SourceRow['kind'], string>> = {
  mlruns: 'folder-library',
  'mlflow-database': 'database',
  'mlflow-server': 'server',
  dvc: 'versions',
};
