// One visit: who, when, how, and each answer under the words of its form.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { visitGet } from '@shouwang/contract/visits';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { inWords, useWord } from '../../platform/i18n/useWords.ts';
import { Page, Panel, Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useFormWords } from '../policy/usePack.ts';
import { RecordPanel } from './desk/RecordPanel.tsx';
import './visits.css';

type Visit = Reply<typeof visitGet>;

function Answers({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation(['visits', 'ledger']);
  const { form, itemLabel, answerText, isFinding } = useFormWords();
  const known = new Set(form?.sections.flatMap((section) => section.items.map((item) => item.key)));
  const sections = [
    ...(form?.sections.map((section) => ({ key: section.key, label: inWords(section.label), keys: section.items.map((item) => item.key) })) ?? []),
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

export function VisitPage() {
  const { t } = useTranslation(['visits', 'domain', 'common']);
  const word = useWord();
  const { visitId } = useParams({ from: '/visits/records/$visitId' });
  const visit = useQuery({ queryKey: ['visit', visitId], queryFn: ({ signal }) => call(visitGet, { params: { id: visitId }, signal }) });
  const { data } = visit;
  return (
    <Page title={data === undefined ? t('visits:oneVisit') : t('visits:visitOf', { name: data.row.elderName })} lead={<Link to="/visits/records">‹ {t('visits:records')}</Link>}>
      <Loaded query={visit} lines={10}>
        {(found) => (
          <div className="stack">
            <Panel>
              <dl className="pairs visit-head">
                <dt>{t('visits:column.elder')}</dt>
                <dd>
                  <Link to="/ledger/$elderId" params={{ elderId: found.row.elderId }} className="person">
                    {found.row.elderName}
                  </Link>{' '}
                  <span className="soft">
                    {found.row.townName} {found.row.villageName}
                  </span>
                </dd>
                <dt>{t('visits:column.visitor')}</dt>
                <dd>{found.row.visitorName ?? t('visits:fromDesk')}</dd>
                <dt>{t('visits:column.mode')}</dt>
                <dd className="tags">
                  <Tag tone="pine">{t(`domain:mode.${found.row.mode}`)}</Tag>
                  <Tag tone={found.row.outcome === 'done' ? 'good' : found.row.outcome === 'cancelled' ? 'danger' : 'amber'}>{t(`domain:outcome.${found.row.outcome}`)}</Tag>
                </dd>
                <dt>{t('visits:occurred')}</dt>
                <dd>
                  {formatInstant(found.row.occurredAt)} · {t('visits:minutes', { count: found.row.minutes })}
                </dd>
                <dt>{t('visits:recorded')}</dt>
                <dd>{formatInstant(found.recordedAt)}</dd>
                <dt>{t('visits:received')}</dt>
                <dd>{formatInstant(found.row.receivedAt)}</dd>
                <dt>{t('visits:position')}</dt>
                <dd>
                  {found.fix === null
                    ? t('common:none')
                    : t('visits:fix', { lng: found.fix.lng.toFixed(5), lat: found.fix.lat.toFixed(5), accuracy: Math.round(found.fix.accuracy) })}
                </dd>
                {found.row.marks.length > 0 && (
                  <>
                    <dt>{t('visits:column.marks')}</dt>
                    <dd className="tags">
                      {found.row.marks.map((mark) => (
                        <Tag key={mark} tone="outline">
                          {word('domain:mark', mark)}
                        </Tag>
                      ))}
                    </dd>
                  </>
                )}
                {found.note !== null && found.note !== '' && (
                  <>
                    <dt>{t('visits:note')}</dt>
                    <dd>{found.note}</dd>
                  </>
                )}
              </dl>
            </Panel>
            <Answers visit={found} />
            <RecordPanel visit={found} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
