// 镇核定: confirm, refuse or end what a village proposed by hand.
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { decideInclusion } from '@shouwang/contract/listing';
import type { Category } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';

export function InclusionDecision({
  inclusion,
  state,
}: {
  readonly inclusion: { readonly id: string; readonly category: Category; readonly to: string; readonly reason: string };
  readonly state: 'proposed' | 'confirmed';
}) {
  const { t } = useTranslation(['listing', 'common', 'domain']);
  const client = useQueryClient();
  const [asking, setAsking] = useState<'confirm' | 'refuse' | 'end' | null>(null);
  const lead = t('listing:inclusionLead', { category: t(`domain:category.${inclusion.category}`), date: formatDate(inclusion.to), reason: inclusion.reason });
  const settle = async (decision: 'confirm' | 'refuse' | 'end', reason: string): Promise<void> => {
    await call(decideInclusion, { params: { id: inclusion.id }, body: { decision, ...(reason === '' ? {} : { reason }) } });
    await client.invalidateQueries({ queryKey: ['listing'] });
    await client.invalidateQueries({ queryKey: ['elder'] });
  };
  return (
    <span className="wrap-row">
      {state === 'proposed' && (
        <>
          <Button size="small" type="primary" onClick={() => setAsking('confirm')}>
            {t('listing:confirmInclusion')}
          </Button>
          <Button size="small" onClick={() => setAsking('refuse')}>
            {t('listing:refuseInclusion')}
          </Button>
        </>
      )}
      {state === 'confirmed' && (
        <Button size="small" onClick={() => setAsking('end')}>
          {t('listing:endInclusion')}
        </Button>
      )}
      {asking === 'confirm' && (
        <FormDialog title={t('listing:confirmInclusion')} okText={t('listing:confirmInclusion')} onSave={() => settle('confirm', '')} onClose={() => setAsking(null)}>
          <p>{lead}</p>
        </FormDialog>
      )}
      {(asking === 'refuse' || asking === 'end') && (
        <ReasonDialog
          title={t(asking === 'refuse' ? 'listing:refuseInclusion' : 'listing:endInclusion')}
          lead={lead}
          confirmLabel={t(asking === 'refuse' ? 'listing:refuseInclusion' : 'listing:endInclusion')}
          onConfirm={(reason) => settle(asking, reason)}
          onClose={() => setAsking(null)}
        />
      )}
    </span>
  );
}
