// A number that stands masked until somebody gives a reason for seeing it; the server writes down who
// looked and why. It is covered again after a minute.
import { EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { elderReveal } from '@shouwang/contract/ledger';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useCan } from '../../platform/session.ts';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';

const SHOWN_MS = 60_000;

export function SealedNumber({ elderId, field, label, masked }: { readonly elderId: string; readonly field: 'idNo' | 'phone'; readonly label: string; readonly masked: string }) {
  const { t } = useTranslation(['ledger', 'common']);
  const allowed = useCan();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <span className="wrap-row">
      <span className="quiet">{label}</span>
      <span className="number" aria-live="polite">
        {shown ?? (masked === '' ? t('common:none') : masked)}
      </span>
      {masked !== '' && shown === null && allowed('elders.reveal') && (
        <Button type="text" size="small" icon={<EyeOutlined />} aria-label={t('ledger:reveal', { label })} onClick={() => setAsking(true)} />
      )}
      {field === 'phone' && shown !== null && <a href={`tel:${shown}`}>{t('ledger:callNumber')}</a>}
      {asking && (
        <ReasonDialog
          title={t('ledger:revealTitle', { label })}
          lead={t('ledger:revealLead')}
          confirmLabel={t('ledger:revealConfirm')}
          onConfirm={async (reason) => setShown((await call(elderReveal, { params: { id: elderId }, body: { field, reason } })).value ?? t('common:none'))}
          onClose={() => setAsking(false)}
        />
      )}
    </span>
  );
}
