// Takes what a visit heard into the ledger: with whom the elder lives now, or what he needs now.
import { Link } from '@tanstack/react-router';
import { Checkbox } from 'antd';
import { proposalDecide, type ProposalRow } from '@shouwang/contract/cases';
import { careNeeds, livingCompanions } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDay } from '../../platform/i18n/format.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useHeard } from './useHeard.ts';

type Heard = Pick<ProposalRow, 'id' | 'elderId' | 'elderName' | 'heard' | 'heardOn' | 'livesWith' | 'needs'>;

export function ConfirmHeard({ row, onDone, onClose }: { readonly row: Heard; readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation(['cases', 'domain', 'common']);
  const heardText = useHeard();
  const isHousehold = row.heard.kind === 'household';
  const [livesWith, setLivesWith] = useState<readonly (typeof livingCompanions)[number][]>(row.livesWith);
  const [needs, setNeeds] = useState<readonly (typeof careNeeds)[number][]>(row.needs);
  const chosen = isHousehold ? livesWith : needs;
  return (
    <FormDialog
      title={t('cases:confirmOf', { name: row.elderName })}
      okText={t('cases:confirm')}
      check={() => (chosen.length === 0 ? t('cases:chooseOne') : null)}
      onSave={async () => {
        await call(proposalDecide, { params: { id: row.id }, body: { decision: 'confirm', ...(isHousehold ? { livesWith: [...livesWith] } : { needs: [...needs] }) } });
        onDone();
      }}
      onClose={onClose}
    >
      <p>{t('cases:heardOn', { date: formatDay(row.heardOn), what: heardText(row) })}</p>
      <fieldset className="field plain-set">
        <legend>{isHousehold ? t('cases:livesWithNow') : t('cases:needsNow')}</legend>
        {isHousehold ? (
          <Checkbox.Group value={[...livesWith]} onChange={setLivesWith} options={livingCompanions.map((one) => ({ value: one, label: t(`domain:companion.${one}`) }))} />
        ) : (
          <Checkbox.Group value={[...needs]} onChange={setNeeds} options={careNeeds.map((one) => ({ value: one, label: t(`domain:careNeed.${one}`) }))} />
        )}
      </fieldset>
      {isHousehold && (
        <p className="soft">
          {t('cases:membersHint')}{' '}
          <Link to="/ledger/$elderId/edit" params={{ elderId: row.elderId }} search={{ group: 'family' }}>
            {t('cases:editFamily')}
          </Link>
        </p>
      )}
    </FormDialog>
  );
}
