import { count } from '../../../engine/src/language/figures.ts';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { Badge } from '../../shared/components/badge.tsx';
import { Link } from '../../shared/components/button.tsx';
import { Section } from '../../shared/components/section.tsx';
import { type Pair, Pairs } from '../../shared/components/table.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';
import type { Judging } from '../model/judging.ts';

export interface EvidenceProps {
  readonly page: PromotionPage;
  readonly judging: Judging;
}

/** What all of it can be told from again. */
export function Evidence({ page: { evidence, places, semver, sha256 }, judging }: EvidenceProps) {
  const channel = useChannel();
  const { run, hasRun, scores, isHere, dirty } = evidence;
  const rows = judging.report?.gates.flatMap(({ figures }) => figures.flatMap((figure) => figure.rows ?? []))[0];
  const pairs: Pair[] = [
    {
      key: 'file',
      name: 'version',
      value: <Link onClick={() => channel.command(PAGE_COMMANDS.openPlace, places.version)}>{semver}</Link>,
      title: places.version.file,
    },
    { key: 'model', name: 'model', value: <span class="mono">{sha256.slice(0, 12)}</span>, title: sha256 },
    {
      key: 'run',
      name: 'run',
      value:
        run === '' ? (
          <span class="dim">none is known</span>
        ) : hasRun ? (
          <>
            <Link onClick={() => channel.command('modelyard.openRun', { run })}>{run.slice(0, 4)}</Link>
            {dirty && <span class="warn">, uncommitted changes</span>}
          </>
        ) : (
          <>
            <span class="mono">{run.slice(0, 4)}</span> <span class="dim">not on this machine</span>
          </>
        ),
      title: run,
    },
    {
      key: 'scores',
      name: 'test rows',
      value:
        rows !== undefined ? (
          count(rows)
        ) : scores === null ? (
          <span class="warn">no scores are kept</span>
        ) : (
          <span class="mono">scores {scores.slice(0, 4)}</span>
        ),
      ...(scores !== null && { title: scores }),
    },
    {
      key: 'bytes',
      name: 'bytes',
      value: <Badge kind={isHere ? 'passed' : 'unknown'}>{isHere ? 'on this machine' : 'not on this machine'}</Badge>,
    },
  ];
  return (
    <Section title="Evidence">
      <Pairs pairs={pairs} />
    </Section>
  );
}
