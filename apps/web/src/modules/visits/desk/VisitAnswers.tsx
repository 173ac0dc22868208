// The answers of a visit under the words of the form that it was made on, with the signatures beside the
// questions that they answer.
import { Tag, Panel } from '../../../ui/parts.tsx';
import type { visitGet } from '@shouwang/contract/visits';
import type { Reply } from '@shouwang/contract/route';
import { formItems, isAsked } from '@shouwang/domain/visits';
import { useTranslation } from 'react-i18next';
import { inWords } from '../../../platform/i18n/useWords.ts';
import { usePackInForce, wordsOfForm } from '../../policy/usePack.ts';
import { VisitPicture } from './VisitEvidence.tsx';

type Visit = Reply<typeof visitGet>;

export function VisitAnswers({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation(['visits', 'ledger']);
  const inForce = usePackInForce().data?.visitForm;
  const { form, itemLabel, answerText, isFinding } = wordsOfForm(visit.form ?? inForce);
  const items = form === undefined ? [] : formItems(form);
  const signatures = new Set(items.filter((item) => item.kind === 'signature').map((item) => item.key));
  // What was not asked because nothing called for it (by how many, which illness) is not missing.
  const shown = items.filter((item) => visit.answers[item.key] !== undefined || isAsked(item, visit.answers)).map((item) => item.key);
  const known = new Set(items.map((item) => item.key));
  const sections = [
    ...(form?.sections.map((section) => ({ key: section.key, label: inWords(section.label), keys: section.items.map((item) => item.key).filter((key) => shown.includes(key)) })) ??
      []),
    { key: 'other', label: t('visits:otherAnswers'), keys: Object.keys(visit.answers).filter((key) => !known.has(key)) },
  ].filter((section) => section.keys.length > 0);
  return (
    <div className="answers">
      {sections.map((section) => (
        <Panel key={section.key} title={section.label}>
          <dl className="pairs">
            {section.keys.map((key) => {
              const answer = visit.answers[key];
              return [
                <dt key={`${key}-label`}>{itemLabel(key)}</dt>,
                <dd key={key}>
                  {answer === undefined ? (
                    <span className="quiet">{t('visits:notAsked')}</span>
                  ) : signatures.has(key) ? (
                    <VisitPicture visitId={visit.row.id} attachmentId={String(answer)} label={itemLabel(key)} />
                  ) : (
                    <>
                      {answerText(key, answer, t('ledger:listMark'))} {isFinding(key, answer) && <Tag tone="amber">{t('visits:finding')}</Tag>}
                    </>
                  )}
                </dd>,
              ];
            })}
          </dl>
        </Panel>
      ))}
    </div>
  );
}
