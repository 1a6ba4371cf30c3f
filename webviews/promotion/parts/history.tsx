import { valueText } from '../../../engine/src/language/screenFigures.ts';
import { fullTime } from '../../../engine/src/language/times.ts';
import type { AliasHold, PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { Link } from '../../shared/components/button.tsx';
import { Section } from '../../shared/components/section.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { holdText } from '../model/holdText.ts';

/** Which versions had the alias, the newest first, and the way back. */
export function History({ page }: { readonly page: PromotionPage }) {
  const channel = useChannel();
  const { alias, history, holds, model, now, guard } = page;
  return (
    <Section title={`${alias} over time`}>
      {history.length === 0 ? (
        <p class="small dim">No version had it yet.</p>
      ) : (
        <ol class="hist">
          {history.map((hold) => (
            <Hold key={`${hold.commit} ${hold.from}`} hold={hold} />
          ))}
        </ol>
      )}
      {holds > history.length && (
        <p class="small">
          <Link onClick={() => channel.command('modelyard.showAliasHistory', { model, alias })}>All {holds} moves</Link>
        </p>
      )}
      {now !== null && now.previous !== null && (
        <p class="small cmn">
          <Link onClick={() => channel.command('modelyard.rollBackAlias', { model, alias })}>
            Roll back to v{now.previous}
          </Link>{' '}
          <span class="dim">
            {guard.kind === 'rules' && guard.rollback === 'gates'
              ? 'The policy asks for the gates.'
              : 'It needs no gate.'}
          </span>
        </p>
      )}
    </Section>
  );
}

function Hold({ hold }: { readonly hold: AliasHold }) {
  const { version, to, end, reason, metric, by, from, commit } = hold;
  const title = [
    `from ${fullTime(from)}`,
    ...(to === null ? [] : [`to ${fullTime(to)}`]),
    `by ${by}`,
    ...(commit === null ? ['not committed'] : [commit.slice(0, 7)]),
    ...(reason === null ? [] : [reason]),
  ].join(', ');
  return (
    <li class={to === null ? 'now' : ''} title={title}>
      <span class="t">v{version}</span>
      <span class={to === null ? '' : 'dim'}>
        {holdText(hold)}
        {end === 'rolled back' && (
          <>
            , <span class="bad">rolled back</span>
          </>
        )}
      </span>
      <span class="dim t">{metric === null ? '' : valueText(metric)}</span>
    </li>
  );
}
