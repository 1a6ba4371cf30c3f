import { count } from '../../../engine/src/language/figures.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import { announce } from '../../shared/announce.ts';
import type { Channel } from '../../shared/channel.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useAct, useChannel } from '../../shared/hooks.ts';
import { type ChoiceItem, PAGE_COMMANDS, type PageArguments } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';
import type { AlsoCompared, ComparedSource, CompareSubject } from '../protocol.ts';

const ACT = 'also';

/** Lets the user have runs of other experiments, and of other tools, in the same table. */
export function AlsoRuns({ state }: { readonly state: CompareState }) {
  const channel = useChannel();
  const pick = () => void chooseRuns(channel, state);
  useAct('addRuns', pick);
  useAct(ACT, ({ ids }) => {
    const also = together(Array.isArray(ids) ? ids.map((id) => JSON.parse(String(id)) as Offered) : []);
    void state.addRuns(also).then(() => announce(`${count(state.table.peek()?.runs.length ?? 0)} runs are compared`));
  });
  const { length } = state.also.value;
  return (
    <Button kind="secondary" class="not-narrow" onClick={pick}>
      <Icon name="beaker" />
      Add runs
      {length > 0 && <span class="t">{count(length)}</span>}
    </Button>
  );
}

/** One line of the choice: an experiment, or all that a server keeps, which is not made to list them. */
interface Offered {
  readonly source: ComparedSource | null;
  readonly experiment: string | null;
}

/** Offers the experiments of this project and of other tools. */
export async function chooseRuns(channel: Channel, state: CompareState): Promise<void> {
  const items = await offered(channel, state);
  if (items.length === 0) return announce('There are no other runs');
  const choice: PageArguments['choose'] = { act: ACT, title: 'Runs to compare too', items, isMany: true };
  channel.command(PAGE_COMMANDS.choose, choice);
}

async function offered(channel: Channel, state: CompareState): Promise<readonly ChoiceItem[]> {
  const { source: base, experiments } = channel.subject.peek() as CompareSubject;
  const told = await channel.ask('sources', {});
  const sources = told.kind === 'told' ? told.value.sources.map(comparedSource) : [];
  const groups = await Promise.all([null, ...sources].map((source) => ofSource(source, channel)));
  const isThere = ({ source, experiment }: Offered) =>
    (source?.id ?? null) === (base?.id ?? null) &&
    (experiments.length === 0 || (experiment !== null && experiments.includes(experiment)));
  return groups.flatMap((lines) =>
    lines
      .filter(({ line }) => !isThere(line))
      .map(
        ({ line, description }, index): ChoiceItem => ({
          id: JSON.stringify(line),
          label: line.experiment ?? 'All experiments',
          ...(description !== undefined && { description }),
          ...(index === 0 && { group: line.source?.name ?? 'This project' }),
          isPicked: isPicked(state, line),
        }),
      ),
  );
}

interface Line {
  readonly line: Offered;
  readonly description?: string;
}

async function ofSource(source: ComparedSource | null, channel: Channel): Promise<readonly Line[]> {
  if (source?.isAway) return [{ line: { source, experiment: null }, description: 'on another machine' }];
  const told = await channel.ask('experiments', source === null ? {} : { source: source.id });
  if (told.kind === 'refused') return [];
  return told.value.map(({ name, runs }) => ({
    line: { source, experiment: name },
    ...(runs !== null && { description: runs === 1 ? '1 run' : `${count(runs)} runs` }),
  }));
}

function comparedSource({ id, name, kind }: SourceRow): ComparedSource {
  return { id, name, isAway: kind === 'mlflow-server' };
}

function isPicked({ also }: CompareState, { source, experiment }: Offered): boolean {
  return also
    .peek()
    .some(
      (one) =>
        (one.source?.id ?? null) === (source?.id ?? null) &&
        (one.experiments.length === 0 || (experiment !== null && one.experiments.includes(experiment))),
    );
}

/** Each store once, with all of its experiments that were chosen. */
function together(chosen: readonly Offered[]): readonly AlsoCompared[] {
  return [...Map.groupBy(chosen, ({ source }) => source?.id ?? null).values()].map((lines) => ({
    source: lines[0]?.source ?? null,
    experiments: lines.some(({ experiment }) => experiment === null)
      ? []
      : lines.flatMap(({ experiment }) => experiment ?? []),
  }));
}
