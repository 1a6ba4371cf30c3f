import './promotion.css';
import { Answered } from '../shared/components/states.tsx';
import { useAnswer, useChannel } from '../shared/hooks.ts';
import { PromotionView } from './promotionView.tsx';
import type { PromotionSubject } from './protocol.ts';

/** The page of a promotion: asked for once its subject is known, and again whenever the registry or a spec changes. */
export function PromotionPanel() {
  const channel = useChannel();
  const subject = channel.subject.value as PromotionSubject | undefined;
  const move = subject && { model: subject.model, version: subject.version, alias: subject.alias };
  const answer = useAnswer('promotion', move, ['models', 'runs']);
  if (subject === undefined) return null;
  const { value, refusal } = answer;
  const isOther = value === undefined || value.version !== subject.version || value.alias !== subject.alias;
  if (isOther || value.model !== subject.model)
    return (
      <main class="page-state">
        <h1 class="sr">Promotion</h1>
        {refusal?.reason === 'restricted' && (
          <p class="note">Nothing is judged and nothing is promoted in a folder that is not trusted.</p>
        )}
        <Answered answer={{ ...answer, value: undefined }} rows={8}>
          {() => null}
        </Answered>
      </main>
    );
  return (
    <PromotionView
      key={`${value.model} ${value.version} ${value.alias}`}
      page={value}
      subject={subject}
      refusal={refusal}
    />
  );
}
