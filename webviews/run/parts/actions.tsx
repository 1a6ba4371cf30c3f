import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { announce } from '../../shared/announce.ts';
import type { Channel } from '../../shared/channel.ts';
import { Button } from '../../shared/components/button.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';
import { type Action, actionsOf } from '../model/actions.ts';
import type { RunSubject } from '../protocol.ts';
import { More } from './more.tsx';

/** Buttons at the right of the crumb: at narrow width two, the others in a menu. */
export function Actions({ page, subject }: { readonly page: RunPage; readonly subject: RunSubject }) {
  const channel = useChannel();
  const actions = actionsOf(page);
  const press = ({ id }: Action) => doAction(id, { page, subject, channel });
  const isBeyond = (index: number) => index >= (actions[0]?.isPrimary || (actions[0]?.text.length ?? 0) > 14 ? 1 : 2);
  return (
    <>
      {actions.map((action, index) => (
        <Button
          key={action.id}
          kind={action.isPrimary ? 'primary' : 'secondary'}
          class={index >= 2 ? 'only-wide' : isBeyond(index) ? 'not-narrow' : ''}
          onClick={() => press(action)}
        >
          {action.text}
        </Button>
      ))}
      {actions.some((_, index) => isBeyond(index)) && (
        <More
          items={actions
            .filter((_, index) => isBeyond(index))
            .map((action) => ({ text: action.text, onClick: () => press(action) }))}
        />
      )}
    </>
  );
}

interface Hands {
  readonly page: RunPage;
  readonly subject: RunSubject;
  readonly channel: Channel;
}

function doAction(id: Action['id'], { page, subject: { root }, channel }: Hands): void {
  const { id: run, experiment, pipeline, place, command } = page;
  if (id === 'resume') channel.command('modelyard.resumeRun', { root, run });
  else if (id === 'cancel') channel.command('modelyard.cancelRun', { root, run });
  else if (id === 'again') channel.command('modelyard.runPipeline', { root, pipeline });
  else if (id === 'compare') channel.command('modelyard.compareRuns', { root, experiments: [experiment], runs: [run] });
  else if (id === 'pipeline') channel.command(PAGE_COMMANDS.openPlace, place);
  else if (command !== null) {
    channel.command('modelyard.copyCommand', { root, run });
    announce('Copied');
  }
}
