import { duration } from '../../../engine/src/language/figures.ts';
import { Badge, type BadgeKind } from '../../shared/components/badge.tsx';
import { Button, Link } from '../../shared/components/button.tsx';
import { Figure } from '../../shared/components/figure.tsx';
import { figureText } from '../model/figureText.ts';
import { type GateRow, type RowDoing, STATUS_WORDS } from '../model/gateRow.ts';
import { GateScale } from './gateScale.tsx';
import { Said } from './said.tsx';

const BADGES: Readonly<Record<GateRow['status'], BadgeKind>> = {
  passed: 'passed',
  failed: 'failed',
  unknown: 'unknown',
  waiting: 'waiting',
  left: 'waiting',
  judging: 'running',
  unchecked: 'skipped',
};

export interface GateLineProps {
  readonly row: GateRow;
  readonly onDo: (doing: RowDoing) => void;
}

/** A gate: what it asks, what was measured, drawn against its limit, and where that comes from; below it why, where it is not passed. */
export function GateLine({ row, onDo }: GateLineProps) {
  const { name, status, asks, figure, figures, why, next, evidence, action } = row;
  const [first] = evidence;
  const press = (event: KeyboardEvent) => {
    const link = event.key === 'Enter' ? first : event.key === '.' ? action : undefined;
    // Enter on a button inside is the button's.
    if (link == null || (event.key === 'Enter' && event.target !== event.currentTarget)) return;
    event.preventDefault();
    onDo(link.does);
  };
  return (
    <li class="gate" data-gate={row.key} aria-label={`${name}: ${STATUS_WORDS[status]}`} onKeyDown={press}>
      <Badge kind={BADGES[status]} iconOnly>
        {STATUS_WORDS[status]}
      </Badge>
      <span class="name" title={name}>
        {name}
      </span>
      <span class="opt asks">{asks}</span>
      <span class="t">
        <Figure
          label={spoken(row)}
          explain={() => explanation(row)}
          {...(figures[0] !== undefined && { copies: String(figures[0].value) })}
        >
          <b>{figure.value}</b>
        </Figure>
        {figure.limit !== undefined && (
          <>
            {' '}
            <span class="dim limit">/ {figure.limit}</span>
          </>
        )}
      </span>
      <span class="opt">
        <GateScale figure={figures[0]} />
      </span>
      {action !== null ? (
        <span class="act" title={action.title}>
          <Button onClick={() => onDo(action.does)}>{action.text}</Button>
        </span>
      ) : (
        <span class="act opt" title={first?.title ?? first?.text}>
          {first !== undefined && <Link onClick={() => onDo(first.does)}>{first.text}</Link>}
        </span>
      )}
      {(why !== null || next !== null) && (
        <span class="why">
          {why !== null && (
            <>
              <Said text={ended(why)} />{' '}
            </>
          )}
          {next !== null && (
            <b>
              <Said text={ended(next)} />
            </b>
          )}
        </span>
      )}
    </li>
  );
}

/** With what stands on the screen in it, so that it can be found by voice. */
function spoken({ name, figure: { value, whole, limit } }: GateRow): string {
  const told = whole.includes(value) ? whole : `${value}, ${whole}`;
  return `${name}: ${told}${limit === undefined ? '' : `, asked ${limit}`}`;
}

function explanation({ name, asks, status, figures, evidence, figure, seconds }: GateRow) {
  return {
    title: name,
    note: STATUS_WORDS[status],
    pairs: [
      { key: 'asks', name: 'asks', value: asks },
      ...figures.map((one, at) => ({
        key: `${at} ${one.name}`,
        name: one.name,
        value: `${at === 0 ? figure.whole : figureText(one, { kind: 'card', name }).whole}${one.rows === undefined ? '' : `, ${one.rows.toLocaleString('en-US')} rows`}`,
      })),
      ...evidence.map(({ text, title, does }, at) => ({
        key: `evidence ${at}`,
        name: 'evidence',
        value: title ?? (does.kind === 'copy' ? does.text : text),
      })),
      ...(seconds === null ? [] : [{ key: 'took', name: 'took', value: duration(seconds) }]),
    ],
  };
}

/** As a sentence; names of files and people keep their own letters. */
function ended(text: string): string {
  const first = /^\p{Ll}+(?=[\s,])/u.test(text) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
