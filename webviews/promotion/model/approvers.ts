import { BY_MOVER } from '../../../engine/src/language/selfApproval.ts';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { Approvals } from './gateRow.ts';

type Page = Pick<PromotionPage, 'approvers'>;

/** As `allowed_signers` calls the holder of a key; the key where it does not. */
export function nameOf(by: string, { approvers }: Page): string {
  return approvers?.names[by] ?? by;
}

/** Whether it names the user of this machine. */
export function isYou(by: string, { approvers }: Page): boolean {
  return approvers?.you.ids.includes(by.toLowerCase()) === true;
}

/** Whether it is of who looks at it, and holds for everybody else: who approves does not move the alias. */
export function isForOthers({ by, why }: Approvals['void'][number], page: Page): boolean {
  return why === BY_MOVER && isYou(by, page);
}

/** Whether an approval of the user of this machine would count, and is not there yet. */
export function mayApprove({ given, void: voided }: Approvals, page: Page): boolean {
  const isDone = given.some(({ by }) => isYou(by, page)) || voided.some((one) => isForOthers(one, page));
  return !isDone && (page.approvers === null || page.approvers.you.whyNot === null);
}

const NAMED = 3;

/** `ana@example.org, ben@example.org or 4 others`; undefined where nobody else has the role. */
export function othersOf({ approvers }: Page): string | undefined {
  const others = approvers?.others ?? [];
  const more = others.length - NAMED;
  if (more > 0) return `${others.slice(0, NAMED).join(', ')} or ${more === 1 ? 'another' : `${more} others`}`;
  return others.length < 2 ? others[0] : `${others.slice(0, -1).join(', ')} or ${others.at(-1)}`;
}
