// Small dialogs of a campaign: people by hand, another last day, the end with its report, why somebody was
// not reached, what was handed over.
import { Button, Input, Radio, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import {
  campaignAdd,
  campaignClose,
  campaignExcuse,
  campaignExtend,
  type campaignGet,
  campaignRecord,
  excuses,
  type CampaignPerson,
  type CampaignRow,
} from '@shouwang/contract/campaigns';
import { elderList } from '@shouwang/contract/ledger';
import type { Reply } from '@shouwang/contract/route';
import { receivers, type Receiver } from '@shouwang/domain/campaigns';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { ApiRefusal, call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { useRested } from '../../platform/useMedia.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Notice } from '../../ui/parts.tsx';
import { fenOf, goodsText, readGoods } from './useCampaignWords.ts';
import { useRefresh } from './useRefresh.ts';

interface Closing {
  readonly onClose: () => void;
}

export function AddPeople({ campaignId, onClose, onAdded }: Closing & { readonly campaignId: string; readonly onAdded: (added: number) => void }) {
  const { t } = useTranslation(['campaigns']);
  const refresh = useRefresh();
  const field = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string }[]>([]);
  const [reason, setReason] = useState('');
  const q = useRested(typed.trim());
  const found = useQuery({ queryKey: ['elders', 'campaign', q], enabled: q !== '', queryFn: ({ signal }) => call(elderList, { query: { q, limit: 20 }, signal }) });
  const save = async (): Promise<void> => {
    const { added } = await call(campaignAdd, { params: { id: campaignId }, body: { elderIds: chosen.map((one) => one.value), reason: reason.trim() } });
    await refresh();
    onAdded(added);
  };
  return (
    <FormDialog title={t('campaigns:addTitle')} okText={t('campaigns:add')} isComplete={chosen.length > 0 && reason.trim().length >= 2} onSave={save} onClose={onClose}>
      <div className="field">
        <label htmlFor={`${field}who`}>{t('campaigns:addWho')}</label>
        <Select
          id={`${field}who`}
          mode="multiple"
          labelInValue
          filterOption={false}
          value={chosen}
          onChange={setChosen}
          onSearch={setTyped}
          loading={found.isFetching}
          options={(found.data?.rows ?? []).map((row) => ({ value: row.id, label: `${row.name} · ${row.villageName}` }))}
        />
      </div>
      <div className="field">
        <label htmlFor={`${field}why`}>{t('campaigns:addReason')}</label>
        <Input.TextArea id={`${field}why`} rows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}

export function ExtendCampaign({ campaign, onClose }: Closing & { readonly campaign: CampaignRow }) {
  const { t } = useTranslation(['campaigns']);
  const refresh = useRefresh();
  const field = useId();
  const [endsOn, setEndsOn] = useState(campaign.endsOn);
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    await call(campaignExtend, { params: { id: campaign.id }, body: { endsOn, reason: reason.trim() } });
    await refresh();
  };
  return (
    <FormDialog
      title={t('campaigns:extendTitle')}
      okText={t('campaigns:extend')}
      isComplete={endsOn !== '' && endsOn !== campaign.endsOn && reason.trim().length >= 2}
      onSave={save}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor={`${field}day`}>{t('campaigns:newEnd')}</label>
        <input id={`${field}day`} className="text-input" type="date" value={endsOn} min={campaign.startsOn} onChange={(event) => setEndsOn(event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor={`${field}why`}>{t('campaigns:why')}</label>
        <Input.TextArea id={`${field}why`} rows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}

export function CloseCampaign({ campaign, onClose }: Closing & { readonly campaign: CampaignRow }) {
  const { t } = useTranslation(['campaigns']);
  const refresh = useRefresh();
  const field = useId();
  const [words, setWords] = useState('');
  const save = async (): Promise<void> => {
    await call(campaignClose, { params: { id: campaign.id }, body: { words: words.trim() } });
    await refresh();
  };
  return (
    <FormDialog
      title={t('campaigns:closeTitle', { name: campaign.name })}
      okText={t('campaigns:close')}
      width={640}
      isComplete={campaign.left === 0 || words.trim().length >= 4}
      onSave={save}
      onClose={onClose}
    >
      <p>{t('campaigns:closeLead')}</p>
      {campaign.left > 0 && <Notice>{t('campaigns:wordsLeft', { count: campaign.left })}</Notice>}
      <div className="field">
        <label htmlFor={`${field}words`}>{t('campaigns:words')}</label>
        <Input.TextArea
          id={`${field}words`}
          rows={8}
          maxLength={4000}
          autoFocus
          placeholder={t('campaigns:wordsHint')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}

export function ExcuseDialog({ campaignId, person, onClose }: Closing & { readonly campaignId: string; readonly person: CampaignPerson }) {
  const { t } = useTranslation(['campaigns']);
  const refresh = useRefresh();
  const field = useId();
  const [excuse, setExcuse] = useState<CampaignPerson['excuse']>(person.excuse);
  const [note, setNote] = useState(person.excuseNote ?? '');
  const save = async (): Promise<void> => {
    await call(campaignExcuse, { params: { id: campaignId, elderId: person.elderId }, body: { excuse, note: note.trim() } });
    await refresh();
  };
  return (
    <FormDialog
      title={t('campaigns:excuseTitle', { name: person.name })}
      okText={t('campaigns:excuseAct')}
      isComplete={excuse !== null || person.excuse !== null}
      onSave={save}
      onClose={onClose}
    >
      <Radio.Group value={excuse} onChange={(event) => setExcuse(event.target.value as CampaignPerson['excuse'])}>
        {excuses.map((one) => (
          <Radio key={one} value={one}>
            {t(`campaigns:excuse.${one}`)}
          </Radio>
        ))}
        {person.excuse !== null && <Radio value={null}>{t('campaigns:excuseBack')}</Radio>}
      </Radio.Group>
      <div className="field">
        <label htmlFor={`${field}note`}>{t('campaigns:note')}</label>
        <Input.TextArea id={`${field}note`} rows={2} maxLength={200} placeholder={t('campaigns:noteHint')} value={note} onChange={(event) => setNote(event.target.value)} />
      </div>
    </FormDialog>
  );
}

/** What was handed over, entered afterwards from the paper slip. */
export function HandOver({ opened, person, onClose }: Closing & { readonly opened: Reply<typeof campaignGet>; readonly person: CampaignPerson }) {
  const { t } = useTranslation(['campaigns']);
  const refresh = useRefresh();
  const field = useId();
  const { campaign, rules, gift } = opened;
  const [recordId] = useState(() => v7());
  const [on, setOn] = useState(today);
  const [goods, setGoods] = useState('');
  const [money, setMoney] = useState('');
  const [receiver, setReceiver] = useState<Receiver>('elder');
  const [receiverName, setReceiverName] = useState('');
  const [slip, setSlip] = useState('');
  const [note, setNote] = useState('');
  const read = readGoods(goods);
  const fen = fenOf(money);
  const hasMoney = rules.handover === 'goodsAndMoney';
  const check = (): string | null => {
    if ('line' in read) return t('campaigns:form.goodsWrong', { line: read.line });
    if (fen === null) return t('campaigns:hand.money');
    return fen > 0 && slip.trim() === '' ? t('campaigns:hand.slipHint') : null;
  };
  const save = async (): Promise<void> => {
    if ('line' in read || fen === null) throw new ApiRefusal('input.invalid', { field: 'goods' }, 422);
    await call(campaignRecord, {
      params: { id: campaign.id },
      body: {
        recordId,
        on,
        payload: {
          campaignId: campaign.id,
          elderId: person.elderId,
          goods: read.goods,
          moneyFen: hasMoney ? fen : 0,
          receiver,
          receiverName: receiver === 'elder' ? '' : receiverName.trim(),
          receipt: slip.trim() === '' ? null : { kind: 'slip', number: slip.trim() },
          note: note.trim(),
        },
      },
    });
    await refresh();
  };
  const isComplete = on !== '' && (goods.trim() !== '' || (fen ?? 0) > 0) && (receiver === 'elder' || receiverName.trim() !== '');
  return (
    <FormDialog title={t('campaigns:hand.title', { name: person.name })} okText={t('campaigns:hand.act')} isComplete={isComplete} check={check} onSave={save} onClose={onClose}>
      <div className="form-grid">
        <div className="field">
          <label htmlFor={`${field}on`}>{t('campaigns:hand.on')}</label>
          <input id={`${field}on`} className="text-input" type="date" max={today()} value={on} onChange={(event) => setOn(event.target.value)} />
        </div>
        {(gift.goods.length > 0 || gift.moneyFen > 0) && (
          <div className="field">
            <span className="field-label">{t('campaigns:gift')}</span>
            <Button
              onClick={() => {
                setGoods(goodsText(gift.goods));
                setMoney(gift.moneyFen === 0 ? '' : String(gift.moneyFen / 100));
              }}
            >
              {t('campaigns:hand.asPlan')}
            </Button>
          </div>
        )}
        <div className="field wide">
          <label htmlFor={`${field}goods`}>{t('campaigns:hand.goods')}</label>
          <Input.TextArea id={`${field}goods`} rows={2} placeholder={t('campaigns:form.goodsHint')} value={goods} onChange={(event) => setGoods(event.target.value)} />
        </div>
        {hasMoney && (
          <div className="field">
            <label htmlFor={`${field}money`}>{t('campaigns:hand.money')}</label>
            <Input id={`${field}money`} inputMode="decimal" value={money} onChange={(event) => setMoney(event.target.value)} status={fen === null ? 'error' : ''} />
          </div>
        )}
        <div className="field">
          <label htmlFor={`${field}slip`}>{t('campaigns:hand.slip')}</label>
          <Input id={`${field}slip`} maxLength={40} value={slip} onChange={(event) => setSlip(event.target.value)} />
        </div>
        <div className="field wide">
          <span className="field-label">{t('campaigns:hand.receiver')}</span>
          <Radio.Group value={receiver} onChange={(event) => setReceiver(event.target.value as Receiver)}>
            {receivers.map((one) => (
              <Radio key={one} value={one}>
                {t(`campaigns:receiver.${one}`)}
              </Radio>
            ))}
          </Radio.Group>
        </div>
        {receiver !== 'elder' && (
          <div className="field wide">
            <label htmlFor={`${field}name`}>{t('campaigns:hand.receiverName')}</label>
            <Input id={`${field}name`} maxLength={40} value={receiverName} onChange={(event) => setReceiverName(event.target.value)} />
          </div>
        )}
        <div className="field wide">
          <label htmlFor={`${field}note`}>{t('campaigns:hand.note')}</label>
          <Input id={`${field}note`} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />
        </div>
      </div>
    </FormDialog>
  );
}
