// 镇核定: confirm, refuse or end what a village proposed by hand.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { decideInclusion } from '@shouwang/contract/listing';
import type { Category } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { useSentence } from '../../ui/states.tsx';

export function InclusionDecision({
  inclusion,
  state,
}: {
  readonly inclusion: { readonly id: string; readonly category: Category; readonly to: string; readonly reason: string };
  readonly state: 'proposed' | 'confirmed';
}) {
  const { t } = useTranslation(['listing', 'common', 'domain']);
  const client = useQueryClient();
  const sentence = useSentence();
  const [asking, setAsking] = useState<'confirm' | 'refuse' | 'end' | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const lead = t('listing:inclusionLead', { category: t(`domain:category.${inclusion.category}`), date: formatDate(inclusion.to), reason: inclusion.reason });
  const settle = async (decision: 'confirm' | 'refuse' | 'end', reason: string): Promise<void> => {
    await call(decideInclusion, { params: { id: inclusion.id }, body: { decision, ...(reason === '' ? {} : { reason }) } });
    await client.invalidateQueries({ queryKey: ['listing'] });
    await client.invalidateQueries({ queryKey: ['elder'] });
  };
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await settle('confirm', '');
      setAsking(null);
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
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
        <Modal
          open
          title={t('listing:confirmInclusion')}
          okText={t('listing:confirmInclusion')}
          cancelText={t('common:cancel')}
          onOk={() => void confirm()}
          onCancel={() => setAsking(null)}
          confirmLoading={busy}
          destroyOnHidden
        >
          <p>{lead}</p>
          {problem !== null && (
            <p role="alert" className="problem">
              {problem}
            </p>
          )}
        </Modal>
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
