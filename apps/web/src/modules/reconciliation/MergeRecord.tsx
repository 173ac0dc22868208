// A merge that was made: who, when, why, what went along, and taking it back.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { mergeUndo, type MergeView } from '@shouwang/contract/merging';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import './reconciliation.css';

export function GoesAlong({ counts }: { readonly counts: MergeView['goesAlong'] }) {
  const { t } = useTranslation(['reconciliation', 'ledger']);
  const word = useWord();
  const shown = Object.entries(counts).filter(([, count]) => count > 0);
  if (shown.length === 0) return <span className="soft">{t('reconciliation:merge.alongNothing')}</span>;
  return <span>{shown.map(([part, count]) => t('reconciliation:merge.alongItem', { name: word('reconciliation:merge.part', part), count })).join(t('ledger:listMark'))}</span>;
}

export function MergeRecord({ merge }: { readonly merge: MergeView }) {
  const { t } = useTranslation(['reconciliation']);
  const client = useQueryClient();
  const mayUndo = useCan()('elders.merge') && merge.canUndo;
  const [undoing, setUndoing] = useState(false);
  const by = (who: string | null, at: string): string => t('reconciliation:merge.by', { by: who ?? t('reconciliation:merge.system'), at: formatInstant(at) });
  return (
    <article className="merge-record">
      <div className="wrap-row">
        <Link to="/ledger/$elderId" params={{ elderId: merge.keptId }} className="person">
          {t('reconciliation:merge.of', { other: merge.otherName, kept: merge.keptName })}
        </Link>
        <Tag tone={merge.undoneAt === null ? 'good' : 'outline'}>{merge.undoneAt === null ? t('reconciliation:merge.inForce') : t('reconciliation:merge.undone')}</Tag>
      </div>
      <p className="panel-note">
        {[merge.villageName, merge.otherIdNoMasked === '' ? '' : t('reconciliation:merge.number', { number: merge.otherIdNoMasked }), by(merge.madeBy, merge.madeAt)]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
      <p>{merge.reason}</p>
      <p className="soft">
        <GoesAlong counts={merge.goesAlong} />
      </p>
      {merge.undoneAt !== null && (
        <p>
          <span className="panel-note">{by(merge.undoneBy, merge.undoneAt)}</span> {merge.undoReason}
        </p>
      )}
      {merge.stayed !== null && merge.stayed.statements + merge.stayed.visits + merge.stayed.assignments > 0 && (
        <p className="soft">{t('reconciliation:merge.stayed', merge.stayed)}</p>
      )}
      {mayUndo && (
        <Button size="small" onClick={() => setUndoing(true)}>
          {t('reconciliation:merge.undo')}
        </Button>
      )}
      {undoing && (
        <ReasonDialog
          title={t('reconciliation:merge.undoTitle')}
          lead={t('reconciliation:merge.undoLead')}
          confirmLabel={t('reconciliation:merge.undo')}
          onConfirm={async (reason) => {
            await call(mergeUndo, { params: { id: merge.id }, body: { reason } });
            await client.invalidateQueries();
          }}
          onClose={() => setUndoing(false)}
        />
      )}
    </article>
  );
}
