// Parts of reconciliation's screens: tabs, tags of kind and state, due date, explained score.
import { Link } from '@tanstack/react-router';
import type { FindingView } from '@shouwang/contract/reconciliation';
import type { FindingKind, FindingState, Likeness } from '@shouwang/domain/reconciliation';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../platform/i18n/format.ts';
import { Meter } from '../../ui/Meter.tsx';
import { Tag, type Tone } from '../../ui/parts.tsx';
import { outOfHundred } from './useFindingWords.ts';
import './reconciliation.css';

const tabs = [
  { key: 'findings', to: '/reconciliation' },
  { key: 'doubts', to: '/reconciliation/doubts' },
  { key: 'lists', to: '/reconciliation/lists' },
  { key: 'merges', to: '/reconciliation/merges' },
] as const;

export function ReconciliationTabs({ at }: { readonly at: (typeof tabs)[number]['key'] }) {
  const { t } = useTranslation(['reconciliation']);
  return (
    <nav className="tabs no-print" aria-label={t('reconciliation:title')}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={tab.to} className="tab" aria-current={tab.key === at ? 'page' : undefined} activeProps={{}} activeOptions={{ exact: true }}>
          {t(`reconciliation:tab.${tab.key}`)}
        </Link>
      ))}
    </nav>
  );
}

const tones: Readonly<Record<FindingKind, Tone>> = { missing: 'amber', deadListed: 'danger', movedListed: 'amber', differs: 'plain', duplicate: 'pine', idProblem: 'outline' };
export function KindTag({ kind }: { readonly kind: FindingKind }) {
  const { t } = useTranslation(['reconciliation']);
  return <Tag tone={tones[kind]}>{t(`reconciliation:kind.${kind}`)}</Tag>;
}

export function StateTag({ state }: { readonly state: FindingState }) {
  const { t } = useTranslation(['reconciliation']);
  return <Tag tone={state === 'open' ? 'plain' : state === 'refuted' ? 'outline' : 'good'}>{t(`reconciliation:state.${state}`)}</Tag>;
}

/** Until when an open finding is to be settled; how an ended one ended. `alone`: no heading says what the day means. */
export function DueTag({ finding, alone = false }: { readonly finding: Pick<FindingView, 'state' | 'dueOn' | 'isOverdue'>; readonly alone?: boolean }) {
  const { t } = useTranslation(['reconciliation']);
  if (finding.state !== 'open') return <StateTag state={finding.state} />;
  return finding.isOverdue ? (
    <Tag tone="danger">{t('reconciliation:overdueSince', { date: formatDay(finding.dueOn) })}</Tag>
  ) : (
    <span className="nowrap">{t(alone ? 'reconciliation:settleBy' : 'reconciliation:dueOn', { date: formatDay(finding.dueOn) })}</span>
  );
}

const marks = { agrees: '✓', alike: '≈', differs: '✗', absent: '–' } as const;
const evidenceTones: Readonly<Record<keyof typeof marks, Tone>> = { agrees: 'good', alike: 'pine', differs: 'danger', absent: 'outline' };

/** A score with each field that it rests on. */
export function Evidence({ likeness }: { readonly likeness: Likeness }) {
  const { t } = useTranslation(['reconciliation']);
  return (
    <div className="evidence">
      <span className="evidence-score">
        <Meter share={likeness.score} />
        <strong className="number">{t('reconciliation:score', { score: outOfHundred(likeness.score) })}</strong>
      </span>
      <span className="tags">
        {likeness.evidence.map(({ field, agreement }) => (
          <Tag key={field} tone={evidenceTones[agreement]}>
            <span aria-hidden="true">{marks[agreement]}</span> {t(`reconciliation:field.${field}`)} {t(`reconciliation:agreement.${agreement}`)}
          </Tag>
        ))}
      </span>
    </div>
  );
}
