import { COMMANDS } from '../../../server/src/protocol.ts';
import type { CheckRow, MonitorRow, OfferRow } from '../../../server/src/views/monitors.ts';
import { moreRow } from './moreRow.ts';
import { Shown } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { noteLook } from './rows/messageItem.ts';
import { checkLook, monitorLook, offerLook } from './rows/monitorItems.ts';
import { type Asker, byProject, cutAt, refusal } from './sources.ts';

/** Monitors with their last checks as rows. */
export class MonitorRows {
  readonly #asker: Asker;
  readonly #shown = new Shown();

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  async top(): Promise<readonly Row[]> {
    return byProject(
      await this.#asker.projects(),
      (root) => this.#monitors(root),
      (root) => [{ key: keyOf(root, 'none'), look: noteLook('No monitors yet'), subject: { root } }],
    );
  }

  /** The next page of a list will be among its rows. */
  more(list: string): void {
    this.#shown.more(list);
  }

  async #monitors(root: string): Promise<readonly Row[]> {
    const told = await this.#asker.ask(root, 'monitors', {});
    if (told.kind === 'refused') return refusal(root, told);
    const list = keyOf(root, 'monitors');
    const rows = told.value.map((monitor) => this.#monitor(root, monitor, told.value.length === 1));
    return cutAt(this.#shown.of(list), rows, (hidden) => moreRow(list, hidden));
  }

  #monitor(root: string, monitor: MonitorRow, isOnly: boolean): Row {
    const { name, place, checks, hasMore, offer } = monitor;
    const key = keyOf(root, 'monitor', name);
    const now = this.#asker.now();
    const older = { key: keyOf(key, 'older'), look: noteLook('Older checks are in the report'), subject: { root } };
    const below = () => [
      ...(offer === null ? [] : [offerRow(root, name, offer)]),
      ...checks.map((check) => checkRow(root, monitor, check, now)),
      ...(hasMore ? [older] : []),
    ];
    return {
      key,
      look: monitorLook(monitor, now),
      subject: { root, monitor: name, place },
      opens: checks.length === 0 ? OPEN_LINE : OPEN_REPORT,
      ...(checks.length === 0 ? {} : { children: below, isOpen: isOnly }),
    };
  }
}

function checkRow(root: string, { name, model, version }: MonitorRow, check: CheckRow, now: number): Row {
  const watched = `${model.replace(/[:@].*$/, '')}:${version}`;
  return {
    key: keyOf(root, 'check', check.id),
    look: checkLook(check, watched, now),
    subject: { root, monitor: name, check: check.id },
    opens: OPEN_REPORT,
  };
}

/** Opens where it is decided; a version that is what the alias stands for already leads to its run. */
function offerRow(root: string, name: string, offer: OfferRow): Row {
  const { model, version, alias, run } = offer;
  return {
    key: keyOf(root, 'offer', name, run),
    look: offerLook(offer),
    subject: { root, monitor: name, ...(offer.status === 'same' ? { run } : { model, version, alias }) },
    opens: offer.status === 'same' ? OPEN_RUN : OPEN_PROMOTION,
  };
}

const OPEN_RUN = { command: COMMANDS.openRun, title: 'Open Run' };
const OPEN_PROMOTION = { command: COMMANDS.promoteVersion, title: 'Open Promotion' };
const OPEN_LINE = { command: 'modelyard.openSpecLine', title: 'Open YAML Line' };
const OPEN_REPORT = { command: COMMANDS.openDriftReport, title: 'Open Drift Report' };
