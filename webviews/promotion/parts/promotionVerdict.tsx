import type { RefObject } from 'preact';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { Link } from '../../shared/components/button.tsx';
import type { IconName } from '../../shared/components/icon.tsx';
import { Verdict, type VerdictProps } from '../../shared/components/page.tsx';
import { useChannel } from '../../shared/hooks.ts';
import type { PromotionVerdict as VerdictText } from '../model/verdict.ts';

const LOOKS: Readonly<
  Record<VerdictText['tone'], { readonly kind: NonNullable<VerdictProps['kind']>; readonly icon: IconName }>
> = {
  good: { kind: 'good', icon: 'passed' },
  bad: { kind: 'bad', icon: 'failed' },
  unknown: { kind: 'warn', icon: 'unknown' },
  plain: { kind: 'warn', icon: 'warning' },
  judging: { kind: 'none', icon: 'arrows' },
};

export interface PromotionVerdictProps {
  readonly page: PromotionPage;
  readonly verdict: VerdictText;
  /** Takes the focus when what had it is gone. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** What is so, and what stands in the way. */
export function PromotionVerdict({ page, verdict: { tone, title, pieces }, heading }: PromotionVerdictProps) {
  const channel = useChannel();
  const { model, alias, guard } = page;
  return (
    <Verdict {...LOOKS[tone]} title={title} heading={heading}>
      {pieces.map((piece, at) =>
        typeof piece === 'string' ? piece : <b key={`${at} ${piece.strong}`}>{piece.strong}</b>,
      )}
      {guard.kind === 'none' && (
        <>
          {' '}
          <Link onClick={() => channel.command('modelyard.writePolicy', { model, alias })}>Write a policy</Link>
        </>
      )}
    </Verdict>
  );
}
