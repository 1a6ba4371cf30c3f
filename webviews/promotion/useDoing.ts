import type { PromotionPage } from '../../engine/src/operations/promotion/page/promotionPage.ts';
import { announce } from '../shared/announce.ts';
import { useChannel } from '../shared/hooks.ts';
import { PAGE_COMMANDS } from '../shared/protocol.ts';
import type { RowDoing } from './model/gateRow.ts';

/** Does what a link or a button of a gate says. */
export function useDoing({ model, version, alias }: PromotionPage): (doing: RowDoing) => void {
  const channel = useChannel();
  return (doing) => {
    switch (doing.kind) {
      case 'run':
        return channel.command('modelyard.openRun', { run: doing.run });
      case 'place':
        return channel.command(PAGE_COMMANDS.openPlace, doing.place);
      case 'compare':
        return channel.command('modelyard.compareVersions', { model, version, alias });
      case 'approve':
        return channel.command('modelyard.approveVersion', { model, version, alias });
      case 'report':
        return channel.command('modelyard.openDriftReport', { monitor: doing.monitor, check: doing.check });
      case 'python':
        return channel.command(PAGE_COMMANDS.choosePython);
      case 'copy':
        channel.copy(doing.text);
        announce('Copied');
    }
  };
}
