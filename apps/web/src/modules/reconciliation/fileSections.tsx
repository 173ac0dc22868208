// What reconciliation puts on the file of an elder: findings to check, files merged into it, a way to merge
// another one.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ElderFile } from '@shouwang/contract/ledger';
import { mergeList } from '@shouwang/contract/merging';
import { findingList } from '@shouwang/contract/reconciliation';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { Panel } from '../../ui/parts.tsx';
import type { FileSection } from '../ledger/sections.ts';
import { MergeRecord } from './MergeRecord.tsx';
import { KindTag } from './parts.tsx';
import { useFindingText } from './useFindingWords.ts';

/** As many as a line can name. */
const NAMED = 5;

function OpenFindings({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['reconciliation']);
  const text = useFindingText();
  const query = { elderId: file.row.id, limit: NAMED };
  const findings = useQuery({ queryKey: ['findings', query], queryFn: ({ signal }) => call(findingList, { query, signal }) });
  if (findings.data === undefined || findings.data.count === 0) return null;
  return (
    <section className="notice findings-bar" aria-label={t('reconciliation:title')}>
      <strong>{t('reconciliation:bar.open', { count: findings.data.count })}</strong>
      <ul>
        {findings.data.rows.map((finding) => (
          <li key={finding.id}>
            <KindTag kind={finding.kind} />{' '}
            <Link to="/reconciliation/findings/$findingId" params={{ findingId: finding.id }}>
              {text(finding)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function MergedFiles({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['reconciliation']);
  const query = { elderId: file.row.id, limit: 20 };
  const merges = useQuery({ queryKey: ['merges', query], queryFn: ({ signal }) => call(mergeList, { query, signal }) });
  if (merges.data === undefined || merges.data.rows.length === 0) return null;
  return (
    <Panel title={t('reconciliation:merge.panel')} bare>
      {merges.data.rows.map((merge) => (
        <MergeRecord key={merge.id} merge={merge} />
      ))}
    </Panel>
  );
}

function MergeAction({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['reconciliation']);
  return (
    <Link to="/reconciliation/merge" search={{ kept: file.row.id }} className="button-link">
      {t('reconciliation:merge.action')}
    </Link>
  );
}

export const reconciliationSections: readonly FileSection[] = [
  { key: 'findings', place: 'bar', permission: 'findings.read', Content: OpenFindings },
  { key: 'merges', place: 'side', permission: 'elders.read', Content: MergedFiles },
  { key: 'merge', place: 'action', permission: 'elders.merge', Content: MergeAction },
];
