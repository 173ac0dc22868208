// A new campaign: its kind and days come from what gives occasion, the list is counted before it begins.
import { Input, InputNumber, Select } from 'antd';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { campaignCreate, campaignPreview, type CampaignProposal, type CampaignTemplateView } from '@shouwang/contract/campaigns';
import type { WeatherWarning } from '@shouwang/contract/warnings';
import { levelOf } from '@shouwang/domain/divisions';
import { categories, type Category } from '@shouwang/domain/ledger';
import { addDays } from '@shouwang/domain/shared';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { inWords, useWord } from '../../platform/i18n/useWords.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useDivisions } from '../divisions/useDivisions.ts';
import { usePackInForce } from '../policy/usePack.ts';
import { fenOf, readGoods, useCampaignWords } from './useCampaignWords.ts';
import { useRefresh } from './useRefresh.ts';

/** What gives occasion; without a proposal somebody's order does. */
export interface Beginning {
  readonly proposal: CampaignProposal | null;
}
interface Props {
  readonly templates: readonly CampaignTemplateView[];
  readonly warnings: readonly WeatherWarning[];
  readonly beginning: Beginning;
  readonly onClose: () => void;
}

export function NewCampaign({ templates, warnings, beginning: { proposal }, onClose }: Props) {
  const { t } = useTranslation(['campaigns', 'common']);
  const word = useWord();
  const refresh = useRefresh();
  const navigate = useNavigate();
  const tree = useDivisions();
  const pack = usePackInForce();
  const words = useCampaignWords();
  const field = useId();
  const warning = warnings.find((one) => one.id === proposal?.warningId);
  const ordered = templates.find((one) => one.days !== null) ?? templates[0];
  const [id] = useState(() => v7());
  const [code, setCode] = useState(proposal?.template ?? ordered?.code ?? '');
  const template = templates.find((one) => one.code === code);
  const nameOf = (one: CampaignTemplateView | undefined): string =>
    warning?.title ?? (one === undefined ? '' : `${(proposal?.festivalOn ?? proposal?.startsOn ?? today()).slice(0, 4)} ${inWords(one.label)}`);
  const [name, setName] = useState(nameOf(template));
  const [orderNo, setOrderNo] = useState('');
  const [purpose, setPurpose] = useState(warning?.text ?? '');
  const [startsOn, setStartsOn] = useState(proposal?.startsOn ?? today());
  const [endsOn, setEndsOn] = useState(proposal?.endsOn ?? addDays(today(), template?.days ?? 15));
  const [divisions, setDivisions] = useState<string[]>(warning?.areas.map((area) => area.prefix) ?? []);
  const [chosen, setChosen] = useState<Category[]>([...(template?.audience.categories ?? [])]);
  const [tiers, setTiers] = useState<string[]>([...(template?.audience.tiers ?? [])]);
  const [ageFrom, setAgeFrom] = useState<number | null>(template?.audience.ageFrom ?? null);
  const [goods, setGoods] = useState('');
  const [money, setMoney] = useState('');
  const choose = (next: string): void => {
    const found = templates.find((one) => one.code === next);
    setCode(next);
    setName(nameOf(found));
    setChosen([...(found?.audience.categories ?? [])]);
    setTiers([...(found?.audience.tiers ?? [])]);
    setAgeFrom(found?.audience.ageFrom ?? null);
  };
  const audience = { categories: chosen, tiers, ...(ageFrom === null ? {} : { ageFrom }) };
  const wanted = { template: code, divisions, audience };
  const preview = useQuery({
    queryKey: ['campaigns', 'preview', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(campaignPreview, { body: wanted, signal }),
  });
  const read = readGoods(goods);
  const fen = fenOf(money);
  const check = (): string | null => {
    if ('line' in read) return t('campaigns:form.goodsWrong', { line: read.line });
    return fen === null ? t('campaigns:form.money') : null;
  };
  const save = async (): Promise<void> => {
    if ('line' in read || fen === null) return;
    const made = await call(campaignCreate, {
      body: {
        id,
        ...wanted,
        // Somebody may choose another kind than was proposed; then it is his own occasion.
        key: proposal !== null && proposal.template === code ? proposal.key : null,
        warningId: proposal?.warningId ?? null,
        name: name.trim(),
        purpose: purpose.trim(),
        orderNo: orderNo.trim(),
        startsOn,
        endsOn,
        gift: template?.handover === 'none' ? { goods: [], moneyFen: 0 } : { goods: read.goods, moneyFen: template?.handover === 'goodsAndMoney' ? fen : 0 },
      },
    });
    await refresh();
    await navigate({ to: '/campaigns/$campaignId', params: { campaignId: made.id } });
  };
  const places = [...(tree?.byCode.values() ?? [])].filter((division) => ['town', 'village'].includes(levelOf(division.code) ?? ''));
  return (
    <FormDialog
      title={t('campaigns:form.title')}
      okText={t('campaigns:form.create')}
      width={760}
      isComplete={name.trim().length >= 2 && startsOn !== '' && endsOn >= startsOn && (preview.data?.people ?? 0) > 0}
      check={check}
      onSave={save}
      onClose={onClose}
    >
      <div className="form-grid">
        <div className="field">
          <label htmlFor={`${field}kind`}>{t('campaigns:form.template')}</label>
          <Select
            id={`${field}kind`}
            value={code}
            onChange={choose}
            disabled={warning !== undefined}
            options={templates.map((one) => ({ value: one.code, label: inWords(one.label) }))}
          />
        </div>
        <div className="field">
          <label htmlFor={`${field}name`}>{t('campaigns:form.name')}</label>
          <Input id={`${field}name`} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        {template !== undefined && (
          <p className="wide soft">
            {t('campaigns:rulesText', { visits: template.visits, modes: words.modes(template.modes) })} · {template.sharesVisits ? t('campaigns:shares') : t('campaigns:sharesNot')}{' '}
            · {template.source.document} {template.source.clause}
            {template.provisional && ` · ${t('campaigns:provisional')}`}
          </p>
        )}
        <div className="field">
          <label htmlFor={`${field}start`}>{t('campaigns:form.startsOn')}</label>
          <input id={`${field}start`} className="text-input" type="date" value={startsOn} onChange={(event) => setStartsOn(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${field}end`}>{t('campaigns:form.endsOn')}</label>
          <input id={`${field}end`} className="text-input" type="date" value={endsOn} min={startsOn} onChange={(event) => setEndsOn(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${field}order`}>{t('campaigns:form.orderNo')}</label>
          <Input id={`${field}order`} maxLength={60} value={orderNo} onChange={(event) => setOrderNo(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${field}where`}>{t('campaigns:form.where')}</label>
          <Select
            id={`${field}where`}
            mode="multiple"
            optionFilterProp="label"
            placeholder={t('campaigns:form.whereAll')}
            value={divisions}
            onChange={setDivisions}
            options={places.map((place) => ({
              value: place.code.replace(/0{3}$/, ''),
              label: words.list([place.name, levelOf(place.code) === 'village' ? (tree?.name(place.code.slice(0, 9)) ?? '') : '']),
            }))}
          />
        </div>
        <div className="field wide">
          <label htmlFor={`${field}purpose`}>{t('campaigns:form.purpose')}</label>
          <Input.TextArea id={`${field}purpose`} rows={2} maxLength={500} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
        </div>
        <div className="field wide">
          <label htmlFor={`${field}categories`}>{t('campaigns:form.categories')}</label>
          <Select<Category[]>
            id={`${field}categories`}
            mode="multiple"
            placeholder={t('campaigns:form.categoriesAll')}
            value={chosen}
            onChange={setChosen}
            options={categories.map((one) => ({ value: one, label: word('domain:category', one) }))}
          />
        </div>
        <div className="field">
          <label htmlFor={`${field}age`}>{t('campaigns:form.ageFrom')}</label>
          <InputNumber id={`${field}age`} min={0} max={120} value={ageFrom} onChange={setAgeFrom} style={{ inlineSize: '100%' }} />
        </div>
        <div className="field">
          <label htmlFor={`${field}tiers`}>{t('campaigns:form.tiers')}</label>
          <Select
            id={`${field}tiers`}
            mode="multiple"
            value={tiers}
            onChange={setTiers}
            options={(pack.data?.tiers ?? []).map((tier) => ({ value: tier.code, label: inWords(tier.label) }))}
          />
        </div>
        <p className="wide soft">{t('campaigns:form.anyOf')}</p>
        {template !== undefined && template.handover !== 'none' && (
          <>
            <div className="field">
              <label htmlFor={`${field}goods`}>{t('campaigns:form.gift')}</label>
              <Input.TextArea id={`${field}goods`} rows={2} placeholder={t('campaigns:form.goodsHint')} value={goods} onChange={(event) => setGoods(event.target.value)} />
            </div>
            {template.handover === 'goodsAndMoney' && (
              <div className="field">
                <label htmlFor={`${field}money`}>{t('campaigns:form.money')}</label>
                <Input id={`${field}money`} inputMode="decimal" value={money} onChange={(event) => setMoney(event.target.value)} status={fen === null ? 'error' : ''} />
              </div>
            )}
          </>
        )}
      </div>
      <p role="status">
        <strong>
          {preview.data === undefined ? t('campaigns:form.previewWait') : t('campaigns:form.preview', { count: preview.data.people, villages: preview.data.villages })}
        </strong>
        <br />
        <span className="soft">{preview.data?.reasons.map((one) => `${words.reasons([one.reason])} ${one.people}`).join(' · ')}</span>
      </p>
    </FormDialog>
  );
}
