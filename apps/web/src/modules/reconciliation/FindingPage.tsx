// One finding: what lists and ledger say side by side with source and day, how sure it is that they speak of
// one person, what can be done and what follows.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { findingGet, type FindingView } from '@shouwang/contract/reconciliation';
import type { Reply } from '@shouwang/contract/route';
import { sameValue } from '@shouwang/domain/ledger';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate, formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Notice, Page, Panel, Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { DueTag, Evidence, KindTag, StateTag } from './parts.tsx';
import { SettleFinding } from './SettleFinding.tsx';
import { useFactValue, useRowRef } from './useFindingWords.ts';

type Finding = Reply<typeof findingGet>;
type Side = FindingView['theirs'][number];

const keysOf = (finding: FindingView): readonly string[] => [
  ...new Set([
    // A number that nobody wrote is a fact too.
    ...(finding.kind === 'idProblem' ? ['idNo'] : []),
    ...[...finding.theirs, ...(finding.ours === null ? [] : [finding.ours])].flatMap((side) => Object.keys(side.facts)),
  ]),
];

function Sides({ finding }: { readonly finding: FindingView }) {
  const { t } = useTranslation(['reconciliation', 'domain']);
  const word = useWord();
  const value = useFactValue();
  const rowRef = useRowRef();
  const { theirs, ours } = finding;
  // Two files of our own are held against each other as wholes, whatever sources stand behind them.
  const isTwoFiles = finding.kind === 'duplicate';
  const heading = (side: Side) =>
    isTwoFiles ? null : (
      <>
        <strong>{word('domain:sourceKind', side.source)}</strong>
        <span className="panel-note">{[formatDate(side.date), rowRef(side.ref)].filter((part) => part !== '').join(' · ')}</span>
      </>
    );
  return (
    <Panel bare>
      <div className="sides-box" tabIndex={0} role="region" aria-label={t('reconciliation:theirs')}>
        <table className="sides">
          <thead>
            <tr>
              <th scope="col">{t('reconciliation:fact')}</th>
              {theirs.map((side) => (
                <th scope="col" key={`${side.source}${side.ref}`}>
                  <span className="side-head">
                    <span className="side-of">{isTwoFiles ? t('reconciliation:otherFile') : t('reconciliation:theirs')}</span>
                    {heading(side)}
                  </span>
                </th>
              ))}
              <th scope="col">
                <span className="side-head">
                  <span className="side-of">{isTwoFiles ? t('reconciliation:thisFile') : t('reconciliation:ours')}</span>
                  {ours === null ? <strong>{finding.elderId === null ? t('reconciliation:noFile') : t('reconciliation:nothingSaid')}</strong> : heading(ours)}
                </span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keysOf(finding).map((key) => {
              const differs = ours !== null && theirs.some((side) => side.facts[key] !== undefined && !sameValue(side.facts[key], ours.facts[key]));
              const cell = (side: Side | null) => (side?.facts[key] === undefined ? <span className="quiet">{t('reconciliation:nothingSaid')}</span> : value(key, side.facts[key]));
              return (
                <tr key={key} className={differs ? 'differing' : undefined}>
                  <th scope="row">{word('domain:fact', key)}</th>
                  {theirs.map((side) => (
                    <td key={`${side.source}${side.ref}`}>{cell(side)}</td>
                  ))}
                  <td>
                    {cell(ours)} {differs && <Tag tone="amber">{t('reconciliation:agreement.differs')}</Tag>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function History({ steps }: { readonly steps: Finding['steps'] }) {
  const { t } = useTranslation(['reconciliation']);
  return (
    <Panel title={t('reconciliation:steps')} bare>
      <ol className="steps">
        {steps.map((step) => (
          <li key={`${step.at}${step.step}`}>
            <strong>{t(`reconciliation:step.${step.step}`)}</strong>
            <span className="panel-note">{t('reconciliation:settle.by', { by: step.by ?? t('reconciliation:merge.system'), at: formatInstant(step.at) })}</span>
            {step.reason !== null && <p>{step.reason}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

export function FindingPage() {
  const { t } = useTranslation(['reconciliation', 'domain']);
  const { findingId } = useParams({ from: '/reconciliation/findings/$findingId' });
  const word = useWord();
  const maySettle = useCan()('findings.settle');
  const finding = useQuery({ queryKey: ['finding', findingId], queryFn: ({ signal }) => call(findingGet, { params: { id: findingId }, signal }) });
  return (
    <Page title={finding.data?.name ?? t('reconciliation:title')} bare={finding.data !== undefined} lead={<Link to="/reconciliation">‹ {t('reconciliation:title')}</Link>}>
      <Loaded query={finding} lines={12}>
        {(data) => (
          <>
            <section className="panel finding-head">
              <div className="wrap-row">
                <h1>{data.name}</h1>
                <KindTag kind={data.kind} />
                <DueTag finding={data} alone />
              </div>
              <p className="soft">
                {[
                  data.sex === null ? '' : t(`domain:sex.${data.sex}`),
                  data.birthDate === null ? '' : formatDate(data.birthDate),
                  data.idNoMasked,
                  [data.townName, data.villageName].join(' '),
                ]
                  .filter((part) => part.trim() !== '')
                  .join(' · ')}
              </p>
              <p>
                {t(`reconciliation:kindLead.${data.kind}`)} {data.problem !== null && <strong>{word('reconciliation:problem', data.problem)}</strong>}
              </p>
              {data.categories.length > 0 && (
                <p className="tags">
                  {data.categories.map((category) => (
                    <Tag key={category} tone="pine">
                      {t(`domain:category.${category}`)}
                    </Tag>
                  ))}
                </p>
              )}
              <p className="wrap-row">
                {data.elderId !== null && (
                  <Link to="/ledger/$elderId" params={{ elderId: data.elderId }}>
                    {t('reconciliation:openFile')}
                  </Link>
                )}
                {data.otherElderId !== null && (
                  <Link to="/ledger/$elderId" params={{ elderId: data.otherElderId }}>
                    {t('reconciliation:openOther')}
                  </Link>
                )}
              </p>
            </section>
            <div className="finding-grid">
              <div className="stack">
                {data.isStale && data.ours !== null && data.theirs[0] !== undefined && (
                  <Notice>{t('reconciliation:stale', { theirs: formatDate(data.theirs[0].date), ours: formatDate(data.ours.date) })}</Notice>
                )}
                <Sides finding={data} />
                {data.evidence.length > 0 && (
                  <Panel title={t('reconciliation:likeness')} note={t('reconciliation:likenessNote')}>
                    <Evidence likeness={data} />
                  </Panel>
                )}
              </div>
              <div className="stack">
                {data.state === 'open' && maySettle && <SettleFinding finding={data} />}
                {data.state !== 'open' && (
                  <Panel title={t('reconciliation:settle.done')}>
                    <div className="stack">
                      <StateTag state={data.state} />
                      <p>{data.reason ?? t('reconciliation:settle.itself')}</p>
                      <Link to="/reconciliation">{t('reconciliation:settle.backToList')}</Link>
                    </div>
                  </Panel>
                )}
                <History steps={data.steps} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}
