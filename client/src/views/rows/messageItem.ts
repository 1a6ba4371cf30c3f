import { count } from '../../../../engine/src/language/figures.ts';
import { COLORS, type ItemLook } from './itemLook.ts';
import { paragraphs, plain, prose } from './markdown.ts';

/** A refusal in place of what was asked for: its sentence, and the next step in the tooltip. */
export function refusalLook({ message, next }: { readonly message: string; readonly next?: string }): ItemLook {
  return {
    label: message,
    icon: { id: 'warning', color: COLORS.warning },
    tooltip: paragraphs(prose(message), next === undefined ? null : prose(next)),
    aria: ['Warning:', sentence(message), ...(next === undefined ? [] : [sentence(next)])].join(' '),
    context: 'message.refused',
  };
}

/** What is so where rows could be. */
export function noteLook(text: string): ItemLook {
  return { label: text, icon: { id: 'info' }, tooltip: plain(text), aria: sentence(text), context: 'message' };
}

/** Where a filter leaves nothing. */
export function nothingLeftLook(filter: string): ItemLook {
  const text = `${filter} leaves none`;
  return {
    label: text,
    description: 'Clear filter',
    icon: { id: 'filter' },
    tooltip: `${plain(text)}. Open it to clear the filter.`,
    aria: `${text}. Open it to clear the filter.`,
    context: 'message.filtered',
  };
}

/** The row that shows more. */
export function moreLook(hidden: number | undefined, page: number): ItemLook {
  const label = hidden === undefined ? 'More' : `${count(hidden)} more`;
  const description = hidden === undefined || hidden > page ? `show ${count(page)} more` : 'show them';
  return {
    label,
    description,
    icon: { id: 'ellipsis' },
    tooltip: '',
    aria: `${label}, ${description}.`,
    context: 'more',
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
