// Two files side by side: which is kept, whose value counts where they differ, what goes along. Opened by
// a finding `duplicate`, or from a file whose double a clerk knows.
import { SwapOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Input } from 'antd';
import { elderList, type ElderRow } from '@shouwang/contract/ledger';
import { filesCompare, filesMerge, type FileComparison } from '@shouwang/contract/merging';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useRested } from '../../platform/useMedia.ts';
import { Notice, Page, Panel, Tag } from '../../ui/parts.tsx';
import { Empty, Loaded, useSentence } from '../../ui/states.tsx';
import { GoesAlong } from './MergeRecord.tsx';
import { useFactValue } from './useFindingWords.ts';
import './reconciliation.css';

type Side = 'kept' | 'other';
const sides = ['kept', 'other'] as const;

function PickOther({ keptId }: { readonly keptId: string }) {
  const { t } = useTranslation(['reconciliation']);
  const [text, setText] = useState('');
  const asked = useRested(text.trim(), 200);
  const found = useQuery({
    queryKey: ['search', asked],
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(elderList, { query: { q: asked, limit: 12 }, signal }),
  });
  const rows = (asked === '' ? [] : (found.data?.rows ?? [])).filter((row) => row.id !== keptId);
  return (
    <Panel title={t('reconciliation:merge.pick')}>
      <div className="stack">
        <Input
          autoFocus
          maxLength={60}
          value={text}
          placeholder={t('reconciliation:merge.pickHint')}
          aria-label={t('reconciliation:merge.pickHint')}
          onChange={(event) => setText(event.target.value)}
        />
        <ul className="picks">
          {rows.map((row) => (
            <li key={row.id}>
              <Link to="/reconciliation/merge" search={{ kept: keptId, other: row.id }} className="pick">
                <strong>{row.name}</strong>
                <span className="soft">{[row.villageName, row.birthDate === null ? '' : formatDate(row.birthDate), row.idNoMasked].filter((part) => part !== '').join(' · ')}</span>
              </Link>
            </li>
          ))}
        </ul>
        {asked !== '' && found.data !== undefined && rows.length === 0 && <p className="soft">{t('reconciliation:merge.pickNobody')}</p>}
      </div>
    </Panel>
  );
}

function FileCard({ row, isKept, keep }: { readonly row: ElderRow; readonly isKept: boolean; readonly keep: () => void }) {
  const { t } = useTranslation(['reconciliation', 'domain', 'common']);
  return (
    <label className={isKept ? 'file-card kept' : 'file-card'}>
      <span className="wrap-row">
        <input type="radio" name="kept" checked={isKept} onChange={keep} />
        <strong>{t('reconciliation:merge.keep')}</strong>
        <Tag tone={isKept ? 'good' : 'outline'}>{isKept ? t('reconciliation:merge.kept') : t('reconciliation:merge.gone')}</Tag>
      </span>
      <span className="file-name">
        <Link to="/ledger/$elderId" params={{ elderId: row.id }} className="person">
          {row.name}
        </Link>
        <span className="soft">
          {[row.sex === null ? '' : t(`domain:sex.${row.sex}`), row.birthDate === null ? '' : formatDate(row.birthDate), row.idNoMasked].filter((part) => part !== '').join(' · ')}
        </span>
      </span>
      <span className="soft">{[row.townName, row.villageName, row.group ?? '', row.responsible ?? ''].filter((part) => part !== '').join(' · ')}</span>
    </label>
  );
}

function FactRows({
  data,
  sideOf,
  choose,
}: {
  readonly data: FileComparison;
  readonly sideOf: (fact: FileComparison['facts'][number]) => Side;
  readonly choose: (key: string, side: Side) => void;
}) {
  const { t } = useTranslation(['reconciliation']);
  const word = useWord();
  const value = useFactValue();
  const [onlyDiffering, setOnlyDiffering] = useState(data.facts.some((fact) => fact.differs));
  const differing = data.facts.filter((fact) => fact.differs).length;
  const shown = onlyDiffering ? data.facts.filter((fact) => fact.differs) : data.facts;
  return (
    <Panel
      title={t('reconciliation:merge.facts')}
      note={t('reconciliation:merge.differing', { count: differing })}
      actions={
        <Checkbox checked={onlyDiffering} onChange={(event) => setOnlyDiffering(event.target.checked)}>
          {t('reconciliation:merge.onlyDiffering')}
        </Checkbox>
      }
      bare
    >
      <div className="merge-facts">
        {shown.map((fact) => {
          const label = word('domain:fact', fact.key);
          return (
            <div key={fact.key} className={fact.differs ? 'merge-fact differing' : 'merge-fact'} role="radiogroup" aria-label={label}>
              <span className="fact-label">{label}</span>
              {sides.map((side) => {
                const said = fact[side];
                if (said === null)
                  return (
                    <span key={side} className="merge-value quiet">
                      {t('reconciliation:nothingSaid')}
                    </span>
                  );
                const isCounting = fact.differs && sideOf(fact) === side;
                const content = (
                  <>
                    <span>
                      {value(fact.key, said.value)} {isCounting && <Tag tone="good">{t('reconciliation:merge.counts')}</Tag>}
                    </span>
                    <span className="panel-note" title={said.sourceRef}>
                      {word('domain:sourceKind', said.source)} · {formatDate(said.sourceDate)}
                    </span>
                  </>
                );
                return fact.differs ? (
                  <label key={side} className={isCounting ? 'merge-value choice counting' : 'merge-value choice'}>
                    <input
                      type="radio"
                      name={`fact-${fact.key}`}
                      checked={isCounting}
                      onChange={() => choose(fact.key, side)}
                      aria-label={`${label} ${t('reconciliation:merge.use')}`}
                    />
                    <span className="merge-said">{content}</span>
                  </label>
                ) : (
                  <span key={side} className="merge-value">
                    <span className="merge-said">{content}</span>
                  </span>
                );
              })}
            </div>
          );
        })}
      </div>
    </Panel>
  );
}

function Comparison({ data, swap, finding }: { readonly data: FileComparison; readonly swap: () => void; readonly finding: string | undefined }) {
  const { t } = useTranslation(['reconciliation', 'common']);
  const sentence = useSentence();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const merge = async (): Promise<void> => {
    if (reason.trim().length < 2) return setProblem(t('common:reasonShort'));
    setBusy(true);
    setProblem(null);
    try {
      const chosen = data.facts.filter((fact) => fact.differs && choices[fact.key] !== undefined && choices[fact.key] !== fact.counts);
      await call(filesMerge, {
        body: {
          keptId: data.kept.id,
          otherId: data.other.id,
          choices: chosen.map((fact) => ({ key: fact.key, from: choices[fact.key] as Side })),
          reason: reason.trim(),
        },
      });
      await client.invalidateQueries();
      void navigate({ to: '/ledger/$elderId', params: { elderId: data.kept.id } });
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <div className="stack">
      {data.numbersConflict && <Notice tone="danger">{t('reconciliation:merge.numbersConflict')}</Notice>}
      <div className="file-cards" role="radiogroup" aria-label={t('reconciliation:merge.keep')}>
        <FileCard row={data.kept} isKept keep={() => undefined} />
        <Button icon={<SwapOutlined />} onClick={swap} aria-label={t('reconciliation:merge.swap')} />
        <FileCard row={data.other} isKept={false} keep={swap} />
      </div>
      <FactRows data={data} sideOf={(fact) => choices[fact.key] ?? fact.counts} choose={(key, side) => setChoices({ ...choices, [key]: side })} />
      <Panel title={t('reconciliation:merge.submit')}>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void merge();
          }}
        >
          <p>
            {t('reconciliation:merge.along')}
            <GoesAlong counts={data.goesAlong} />
          </p>
          <p className="soft">{t('reconciliation:merge.follows')}</p>
          <div className="field">
            <label htmlFor="merge-reason">{t('reconciliation:merge.reason')}</label>
            <Input.TextArea
              id="merge-reason"
              rows={2}
              maxLength={500}
              value={reason}
              placeholder={t('reconciliation:merge.reasonHint')}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
          {problem !== null && (
            <p role="alert" className="settle-problem">
              {problem}
            </p>
          )}
          <span className="wrap-row">
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('reconciliation:merge.submit')}
            </Button>
            {finding !== undefined && (
              <Link to="/reconciliation/findings/$findingId" params={{ findingId: finding }}>
                {t('reconciliation:merge.notSame')}
              </Link>
            )}
          </span>
        </form>
      </Panel>
    </div>
  );
}

export function MergePage() {
  const { t } = useTranslation(['reconciliation']);
  const { kept, other, finding } = useSearch({ from: '/reconciliation/merge' });
  const navigate = useNavigate();
  const compared = useQuery({
    queryKey: ['compare', kept, other],
    enabled: kept !== undefined && other !== undefined,
    queryFn: ({ signal }) => call(filesCompare, { params: { id: kept ?? '' }, query: { other: other ?? '' }, signal }),
  });
  const swap = (): void =>
    void navigate({
      to: '/reconciliation/merge',
      search: { ...(other === undefined ? {} : { kept: other }), ...(kept === undefined ? {} : { other: kept }), ...(finding === undefined ? {} : { finding }) },
      replace: true,
    });
  return (
    <Page title={t('reconciliation:merge.title')} lead={t('reconciliation:merge.lead')}>
      {kept === undefined ? (
        <Panel bare>
          <Empty title={t('reconciliation:merge.pickNobody')} action={<Link to="/reconciliation">{t('reconciliation:title')}</Link>} />
        </Panel>
      ) : other === undefined ? (
        <PickOther keptId={kept} />
      ) : (
        <Loaded query={compared} lines={12}>
          {(data) => <Comparison key={data.kept.id} data={data} swap={swap} finding={finding} />}
        </Loaded>
      )}
    </Page>
  );
}
