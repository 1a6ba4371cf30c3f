import { useEffect } from 'preact/hooks';

/** Brings the step that the page was opened at into sight, and the focus to it. */
export function useStepInSight(step: string | undefined): void {
  useEffect(() => {
    if (step === undefined) return;
    const rows = [...document.querySelectorAll<HTMLElement>('[data-step]')];
    const row = rows.find(({ dataset }) => dataset['step'] === step);
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
  }, [step]);
}
