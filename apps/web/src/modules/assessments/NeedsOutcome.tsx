// What a needs assessment recommends, each service with the answers that it follows from and its clause.
import type { AssessmentView } from '@shouwang/contract/assessments';
import type { NeedsResult } from '@shouwang/domain/assessments';
import { useTranslation } from 'react-i18next';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Tag } from '../../ui/parts.tsx';
import { usePackInForce } from '../policy/usePack.ts';

type NeedsForm = Extract<AssessmentView, { kind: 'needs' }>['form'];

export function NeedsOutcome({ form, result }: { readonly form: NeedsForm; readonly result: NeedsResult }) {
  const { t } = useTranslation(['assessments']);
  const documents = usePackInForce().data?.documents;
  const urgency = form.urgencies.find((one) => one.code === result.urgency);
  const option = (item: string, code: string): string => {
    const found = form.items.find((one) => one.key === item)?.options.find((one) => one.code === code);
    return found === undefined ? code : inWords(found.label);
  };
  return (
    <div className="outcome">
      <p>
        {urgency !== undefined && <Tag tone="pine">{inWords(urgency.label)}</Tag>} <span className="number">{t('assessments:needsPoints', { count: result.points })}</span>
      </p>
      {result.services.length === 0 ? (
        <p className="soft">{t('assessments:noServices')}</p>
      ) : (
        <ul className="service-list" aria-label={t('assessments:services')}>
          {result.services.map(({ service, because }) => {
            const known = form.services.find((one) => one.service === service);
            return (
              <li key={service}>
                <strong>{known === undefined ? service : inWords(known.label)}</strong>
                <span className="panel-note">
                  {t('assessments:because', { because: because.map((one) => option(one.item, one.option)).join(t('assessments:listMark')) })}
                  {known !== undefined && documents?.[known.source.document] !== undefined && (
                    <> {t('assessments:clause', { title: documents[known.source.document]?.title ?? '', clause: known.source.clause })}</>
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
