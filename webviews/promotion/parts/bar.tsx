import { useId } from 'preact/hooks';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';
import type { GateRow } from '../model/gateRow.ts';
import type { Judging } from '../model/judging.ts';
import { movingText, whyNoPullRequest, whyNotPromote } from '../model/mayMove.ts';
import type { MoveKind, MovingTold, PromotionSubject } from '../protocol.ts';

export interface BarProps {
  readonly page: PromotionPage;
  readonly subject: PromotionSubject;
  readonly rows: readonly GateRow[];
  readonly judging: Judging;
  readonly moving: MovingTold | undefined;
}

/** Promote and its alternatives; beside it why it may not be pressed. */
export function Bar({ page, subject, rows, judging, moving }: BarProps) {
  const channel = useChannel();
  const id = useId();
  const { model, version, alias, now, pending, otherAliases } = page;
  const move = (kind: MoveKind) => channel.command(PAGE_COMMANDS.move, { kind, model, version, alias });
  const isMoving = moving?.kind === 'begun';
  const why = isMoving ? 'It is at work' : whyNotPromote(page, rows, judging);
  const noRequest = isMoving ? 'It is at work' : whyNoPullRequest(page, rows, judging);
  const isHeld = now?.version === version && pending === null;
  const said = movingText(moving, alias) ?? (isHeld ? undefined : why);
  const [other] = otherAliases;
  return (
    <div class="buttons" role="toolbar" aria-label="Promotion">
      {pending !== null && (
        <>
          <Button
            kind="primary"
            disabledBecause={isMoving ? 'It is at work' : undefined}
            onClick={() => move('finish')}
          >
            Finish the move
          </Button>
          <Button disabledBecause={isMoving ? 'It is at work' : undefined} onClick={() => move('undo')}>
            Undo
          </Button>
        </>
      )}
      {pending === null && !isHeld && (
        <>
          <Button
            kind="primary"
            disabledBecause={why}
            describedBy={said === undefined ? undefined : id}
            onClick={() => move('promote')}
          >
            <Icon name="up" /> Promote
          </Button>
          <Button disabledBecause={noRequest} onClick={() => move('pullRequest')}>
            Open as pull request
          </Button>
          {other !== undefined && (
            <Button
              class="only-wide"
              onClick={() =>
                channel.command('modelyard.promoteVersion', { root: subject.root, model, version, alias: other })
              }
            >
              Promote to {other} instead
            </Button>
          )}
        </>
      )}
      {isHeld && now.previous !== null && (
        <Button onClick={() => channel.command('modelyard.rollBackAlias', { model, alias })}>
          Roll back to v{now.previous}
        </Button>
      )}
      <span class="said small dim" id={id} role="status">
        {said}
      </span>
    </div>
  );
}
