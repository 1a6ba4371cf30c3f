import { useRef } from 'preact/hooks';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { Link } from '../../shared/components/button.tsx';
import { Empty } from '../../shared/components/states.tsx';
import { useChannel, useKept } from '../../shared/hooks.ts';
import { type GateRow, standsInTheWay } from '../model/gateRow.ts';
import type { PromotionSubject } from '../protocol.ts';
import { useDoing } from '../useDoing.ts';
import { useRovingList } from '../useRovingList.ts';
import { GateLine } from './gateLine.tsx';

/** From so many passed gates on they are told by their count. */
const FOLDED_FROM = 13;

export interface GatesProps {
  readonly page: PromotionPage;
  readonly rows: readonly GateRow[];
  readonly subject: PromotionSubject;
}

/** What stands in the way, what is not known yet, what is passed. */
export function Gates({ page, rows, subject }: GatesProps) {
  const list = useRef<HTMLDivElement>(null);
  const press = useRovingList(list);
  const doing = useDoing(page);
  const isOpen = useKept('passed', (kept) => kept === true);
  if (rows.length === 0) return <NoGates page={page} subject={subject} />;
  const stopping = rows.filter(standsInTheWay);
  const passed = rows.filter(({ status }) => status === 'passed');
  const open = rows.filter((row) => !standsInTheWay(row) && row.status !== 'passed');
  const isFolded = passed.length >= FOLDED_FROM && !isOpen.value;
  const groups = [
    { title: 'Stands in the way', rows: stopping },
    { title: open.every(({ status }) => status === 'left') ? 'Left to the host' : 'Not checked yet', rows: open },
    { title: 'Passed', rows: isFolded ? [] : passed },
  ].filter((group) => group.rows.length > 0);
  const isOne = rows.length === 1;
  return (
    <section class="sec gates">
      <h2 class="sr">Gates</h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: rows take the focus, this hears of their arrows */}
      <div ref={list} onKeyDown={press}>
        {groups.map((group) => (
          <div key={group.title}>
            {!isOne && (
              <h3 class="sub">
                <span>{group.title}</span> <span class="t">{group.rows.length}</span>
              </h3>
            )}
            <ul aria-label={isOne ? 'Gates' : group.title}>
              {group.rows.map((row) => (
                <GateLine key={row.key} row={row} onDo={doing} />
              ))}
            </ul>
          </div>
        ))}
      </div>
      {passed.length >= FOLDED_FROM && (
        <p class="small fold">
          <Link onClick={() => (isOpen.value = !isOpen.value)}>
            {isOpen.value ? 'Show passed gates by their count only' : `${passed.length} passed`}
          </Link>
        </p>
      )}
    </section>
  );
}

function NoGates({ page: { guard, alias }, subject }: Omit<GatesProps, 'rows'>) {
  const channel = useChannel();
  if (guard.kind === 'unknown')
    return (
      <section class="sec">
        <Empty title="Gates are not known" text={guard.next ?? guard.message} />
      </section>
    );
  if (guard.kind === 'rules')
    return (
      <section class="sec">
        <Empty
          title={`The policy asks nothing of ${alias}`}
          text="It guards the alias, but lists no gate and no approval."
        />
      </section>
    );
  return (
    <section class="sec">
      <Empty
        title={`No gate stands before ${alias}`}
        text="A policy says what a version must show before the alias may point at it: figures, checks of its data, approvals."
      >
        <Link
          onClick={() => channel.command('modelyard.writePolicy', { root: subject.root, model: subject.model, alias })}
        >
          Write a policy
        </Link>
      </Empty>
    </section>
  );
}
