// 待认人: a row of a list of which it is not certain whom it means, beside everybody whom it may mean, each
// with the explained score. One at a time, by the keyboard: a digit picks, 0 is nobody, arrows go on and back.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { doubtList, doubtSettle, type DoubtView } from '@shouwang/contract/reconciliation';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Notice, Page, Panel, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded, useSentence } from '../../ui/states.tsx';
import { Evidence, ReconciliationTabs } from './parts.tsx';
import { useFactValue, useRowRef } from './useFindingWords.ts';

const AT_ONCE = 100;
type Told = DoubtView['told'];

function Identity({ told, than }: { readonly told: Told; readonly than?: Told }) {
  const { t } = useTranslation(['reconciliation', 'domain']);
  const shown: readonly (readonly [Parameters<typeof labelOf>[0], string, string])[] = [
    ['idNo', told.idNoMasked, than?.idNoMasked ?? ''],
    ['birthDate', told.birthDate === null ? '' : formatDate(told.birthDate), than?.birthDate == null ? '' : formatDate(than.birthDate)],
    ['sex', told.sex === null ? '' : t(`domain:sex.${told.sex}`), than?.sex == null ? '' : t(`domain:sex.${than.sex}`)],
    ['division', told.place, than?.place ?? ''],
    ['phone', told.phoneMasked, than?.phoneMasked ?? ''],
  ];
  const labelOf = (field: 'idNo' | 'birthDate' | 'sex' | 'division' | 'phone'): string => t(`reconciliation:field.${field}`);
  return (
    <dl className="pairs">
      {shown.map(([field, text, other]) => (
        <div key={field} className="pair">
          <dt>{labelOf(field)}</dt>
          <dd className={other !== '' && text !== '' && other !== text && field !== 'division' ? 'unlike' : undefined}>
            {text === '' ? <span className="quiet">{t('reconciliation:nothingSaid')}</span> : text}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Doubt({ doubt, decide, busy }: { readonly doubt: DoubtView; readonly decide: (elderId: string | null) => void; readonly busy: boolean }) {
  const { t } = useTranslation(['reconciliation']);
  const word = useWord();
  const value = useFactValue();
  const rowRef = useRowRef();
  const maySettle = useCan()('findings.settle');
  return (
    <div className="doubt">
      <Panel
        title={doubt.told.name}
        note={
          <span title={rowRef(doubt.ref)}>
            {t('reconciliation:doubt.told')} · {word('domain:sourceKind', doubt.source)} · {formatDate(doubt.date)}
          </span>
        }
      >
        <div className="stack">
          <Identity told={doubt.told} />
          <dl className="pairs">
            {Object.entries(doubt.facts).map(([key, fact]) => (
              <div key={key} className="pair">
                <dt>{word('domain:fact', key)}</dt>
                <dd>{value(key, fact)}</dd>
              </div>
            ))}
          </dl>
          <p className="panel-note">{rowRef(doubt.ref)}</p>
        </div>
      </Panel>
      <div className="candidates" role="list" aria-label={t('reconciliation:doubt.candidates')}>
        {doubt.candidates.map((candidate, index) => (
          <article key={candidate.elderId} className="panel candidate" role="listitem">
            <header className="panel-head">
              <span className="wrap-row">
                <kbd aria-hidden="true">{index + 1}</kbd>
                <Link to="/ledger/$elderId" params={{ elderId: candidate.elderId }} className="person">
                  {candidate.name}
                </Link>
                {candidate.closedOn !== null && <Tag tone="outline">{t('reconciliation:doubt.closed', { date: formatDate(candidate.closedOn) })}</Tag>}
              </span>
              {maySettle && (
                <Button type={index === 0 ? 'primary' : 'default'} disabled={busy} onClick={() => decide(candidate.elderId)}>
                  {t('reconciliation:doubt.same')}
                </Button>
              )}
            </header>
            <div className="panel-body stack">
              <Identity told={candidate} than={doubt.told} />
              <Evidence likeness={candidate} />
            </div>
          </article>
        ))}
      </div>
    </div>
  );
}

export function DoubtsPage() {
  const { t } = useTranslation(['reconciliation', 'common']);
  const { list } = useSearch({ from: '/reconciliation/doubts' });
  const client = useQueryClient();
  const sentence = useSentence();
  const maySettle = useCan()('findings.settle');
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState<{ readonly tone: 'pine' | 'danger'; readonly text: string } | null>(null);
  const query = { ...(list === undefined ? {} : { listId: list }), limit: AT_ONCE };
  const doubts = useQuery({ queryKey: ['doubts', query], queryFn: ({ signal }) => call(doubtList, { query, signal }) });
  const rows = doubts.data?.rows ?? [];
  const place = Math.min(at, Math.max(0, rows.length - 1));
  const doubt = rows[place];
  const move = (by: number): void => {
    setAt(Math.max(0, Math.min(place + by, rows.length - 1)));
    setReason('');
  };
  const decide = async (elderId: string | null): Promise<void> => {
    if (doubt === undefined || busy || !maySettle) return;
    setBusy(true);
    setSaid(null);
    try {
      await call(doubtSettle, { params: { id: doubt.id }, body: { elderId, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } });
      setReason('');
      const meant = doubt.candidates.find((candidate) => candidate.elderId === elderId);
      setSaid({ tone: 'pine', text: meant === undefined ? t('reconciliation:doubt.settledNobody') : t('reconciliation:doubt.settledSame', { name: meant.name }) });
      await client.invalidateQueries();
    } catch (error) {
      setSaid({ tone: 'danger', text: sentence(error) });
    }
    setBusy(false);
  };
  const press = useEffectEvent((event: KeyboardEvent): void => {
    const target = event.target as HTMLElement | null;
    if (event.ctrlKey || event.metaKey || event.altKey || target?.closest('input, textarea, select, [role="dialog"]') != null) return;
    if (event.key === 'ArrowRight') move(1);
    else if (event.key === 'ArrowLeft') move(-1);
    else if (event.key === '0') void decide(null);
    else if (/^[1-9]$/.test(event.key)) {
      const candidate = doubt?.candidates[Number(event.key) - 1];
      if (candidate !== undefined) void decide(candidate.elderId);
    } else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return (
    <Page title={t('reconciliation:title')} lead={t('reconciliation:doubt.lead')}>
      <ReconciliationTabs at="doubts" />
      {said !== null && <Notice tone={said.tone}>{said.text}</Notice>}
      <Loaded query={doubts} lines={10}>
        {(data) =>
          doubt === undefined ? (
            <Panel bare>
              <Empty title={t('reconciliation:doubt.nothing')} hint={t('reconciliation:doubt.nothingHint')} />
            </Panel>
          ) : (
            <div className="stack">
              <div className="doubt-bar">
                <strong aria-live="polite">{t('reconciliation:doubt.progress', { at: place + 1, count: data.count })}</strong>
                <span className="wrap-row">
                  <Button disabled={place === 0} onClick={() => move(-1)}>
                    {t('reconciliation:doubt.previous')}
                  </Button>
                  <Button disabled={place >= rows.length - 1} onClick={() => move(1)}>
                    {t('reconciliation:doubt.later')}
                  </Button>
                  {maySettle && (
                    <Button disabled={busy} onClick={() => void decide(null)}>
                      {t('reconciliation:doubt.nobody')}
                    </Button>
                  )}
                </span>
                {maySettle && (
                  <Input
                    className="doubt-reason"
                    aria-label={t('reconciliation:doubt.reason')}
                    placeholder={t('reconciliation:doubt.reason')}
                    maxLength={500}
                    value={reason}
                    onChange={(change) => setReason(change.target.value)}
                  />
                )}
                <span className="panel-note doubt-keys">{t('reconciliation:doubt.keys')}</span>
              </div>
              <Doubt key={doubt.id} doubt={doubt} decide={(elderId) => void decide(elderId)} busy={busy} />
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
