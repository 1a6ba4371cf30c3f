import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { Link } from '../../shared/components/button.tsx';
import { Section } from '../../shared/components/section.tsx';
import { Pairs } from '../../shared/components/table.tsx';
import { useDoing } from '../useDoing.ts';

const SHOWN = 10;

/** What made it another model than the one that has the alias. */
export function Differs({ page }: { readonly page: PromotionPage }) {
  const doing = useDoing(page);
  const { now, version, differences, evidence } = page;
  if (now === null || now.version === version) return null;
  const shown = differences.slice(0, SHOWN);
  return (
    <Section title="What differs">
      {shown.length === 0 ? (
        <p class="small dim">Same parameters, data, features, inputs and outputs.</p>
      ) : (
        <Pairs
          pairs={shown.map(({ group, name, here, there }) => ({
            key: `${group} ${name}`,
            name,
            title: `${there ?? 'not there'} to ${here ?? 'not there'}`,
            value: (
              <>
                {there !== null && <span class="was">{there}</span>} {there !== null && <span class="sr">now</span>}{' '}
                {here === null ? <span class="dim">gone</span> : <b>{here}</b>}
              </>
            ),
          }))}
        />
      )}
      {differences.length > shown.length && <p class="cap">and {differences.length - shown.length} more</p>}
      {evidence.hasRun && now.run !== null && (
        <p class="small">
          <Link onClick={() => doing({ kind: 'compare' })}>
            Compare the runs of v{now.version} and v{version}
          </Link>
        </p>
      )}
    </Section>
  );
}
