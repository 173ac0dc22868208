// Entering a warning, and the keys by which a weather service sends them.
import { Button, Input, Modal, Select } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { warningEnter, warningReceive, weatherKeyCreate, weatherKeys, weatherKeyWithdraw } from '@shouwang/contract/warnings';
import { levelOf } from '@shouwang/domain/divisions';
import { warningKinds, warningLevels, type WarningKind, type WarningLevel } from '@shouwang/domain/policy';
import { addDays } from '@shouwang/domain/shared';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Notice, Tag } from '../../ui/parts.tsx';
import { Loaded, useSentence } from '../../ui/states.tsx';
import { useDivisions } from '../divisions/useDivisions.ts';
import { useRefresh } from './useRefresh.ts';

interface Closing {
  readonly onClose: () => void;
}

/** `onEntered` is told what followed, in sentences. */
export function EnterWarning({ onClose, onEntered }: Closing & { readonly onEntered: (said: string[]) => void }) {
  const { t } = useTranslation(['campaigns']);
  const refresh = useRefresh();
  const tree = useDivisions();
  const field = useId();
  const [id] = useState(() => v7());
  const [kind, setKind] = useState<WarningKind>('cold');
  const [level, setLevel] = useState<WarningLevel>('orange');
  const [title, setTitle] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(() => addDays(today(), 2));
  const [areas, setAreas] = useState<string[]>([]);
  const named = title ?? `${t(`campaigns:warningKind.${kind}`)} ${t(`campaigns:warningLevel.${level}`)}`;
  const save = async (): Promise<void> => {
    const made = await call(warningEnter, { body: { id, kind, level, title: named.trim(), text: text.trim(), from, to, areas } });
    await refresh();
    onEntered([t('campaigns:warningForm.entered'), ...made.campaigns.map((one) => t('campaigns:warningForm.began', { name: one.name, count: one.people }))]);
  };
  const places = [...(tree?.byCode.values() ?? [])].filter((division) => ['town', 'village'].includes(levelOf(division.code) ?? ''));
  return (
    <FormDialog
      title={t('campaigns:warningForm.title')}
      okText={t('campaigns:enter')}
      isComplete={named.trim().length >= 2 && from !== '' && to >= from}
      onSave={save}
      onClose={onClose}
    >
      <div className="form-grid">
        <div className="field">
          <label htmlFor={`${field}kind`}>{t('campaigns:warningForm.kind')}</label>
          <Select<WarningKind>
            id={`${field}kind`}
            value={kind}
            onChange={setKind}
            options={warningKinds.map((one) => ({ value: one, label: t(`campaigns:warningKind.${one}`) }))}
          />
        </div>
        <div className="field">
          <label htmlFor={`${field}level`}>{t('campaigns:warningForm.level')}</label>
          <Select<WarningLevel>
            id={`${field}level`}
            value={level}
            onChange={setLevel}
            options={warningLevels.map((one) => ({ value: one, label: t(`campaigns:warningLevel.${one}`) }))}
          />
        </div>
        <div className="field wide">
          <label htmlFor={`${field}title`}>{t('campaigns:warningForm.name')}</label>
          <Input id={`${field}title`} maxLength={80} value={named} onChange={(event) => setTitle(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${field}from`}>{t('campaigns:warningForm.from')}</label>
          <input id={`${field}from`} className="text-input" type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${field}to`}>{t('campaigns:warningForm.to')}</label>
          <input id={`${field}to`} className="text-input" type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />
        </div>
        <div className="field wide">
          <label htmlFor={`${field}areas`}>{t('campaigns:warningForm.areas')}</label>
          <Select
            id={`${field}areas`}
            mode="multiple"
            optionFilterProp="label"
            placeholder={t('campaigns:form.whereAll')}
            value={areas}
            onChange={setAreas}
            options={places.map((place) => ({ value: place.code.replace(/0{3}$/, ''), label: place.name }))}
          />
        </div>
        <div className="field wide">
          <label htmlFor={`${field}text`}>{t('campaigns:warningForm.text')}</label>
          <Input.TextArea id={`${field}text`} rows={2} maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />
        </div>
      </div>
    </FormDialog>
  );
}

export function WeatherKeys({ onClose }: Closing) {
  const { t } = useTranslation(['campaigns', 'common']);
  const client = useQueryClient();
  const sentence = useSentence();
  const field = useId();
  const keys = useQuery({ queryKey: ['weatherKeys'], queryFn: ({ signal }) => call(weatherKeys, { signal }) });
  const [name, setName] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (work: () => Promise<void>): Promise<void> => {
    try {
      setProblem(null);
      await work();
      await client.invalidateQueries({ queryKey: ['weatherKeys'] });
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  const create = (): Promise<void> =>
    act(async () => {
      setShown((await call(weatherKeyCreate, { body: { name: name.trim() } })).key);
      setName('');
    });
  return (
    <Modal open title={t('campaigns:keys.title')} footer={null} onCancel={onClose} destroyOnHidden>
      <div className="stack">
        <p>{t('campaigns:keys.lead', { path: warningReceive.path })}</p>
        {shown !== null && (
          <Notice tone="pine">
            {t('campaigns:keys.shown')}
            <br />
            <code>{shown}</code>
          </Notice>
        )}
        {problem !== null && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
        <Loaded query={keys} lines={3}>
          {(data) =>
            data.keys.length === 0 ? (
              <p className="soft">{t('campaigns:keys.none')}</p>
            ) : (
              <div>
                {data.keys.map((key) => (
                  <div key={key.id} className="line-row">
                    <span>
                      <strong>{key.name}</strong>{' '}
                      <span className="soft">{key.lastUsedAt === null ? t('campaigns:keys.never') : t('campaigns:keys.lastUsed', { at: formatInstant(key.lastUsedAt) })}</span>
                    </span>
                    {key.withdrawnAt !== null ? (
                      <Tag>{t('campaigns:keys.withdrawn')}</Tag>
                    ) : (
                      <Button size="small" onClick={() => void act(async () => call(weatherKeyWithdraw, { params: { id: key.id } }))}>
                        {t('campaigns:keys.withdraw')}
                      </Button>
                    )}
                  </div>
                ))}
              </div>
            )
          }
        </Loaded>
        <div className="field">
          <label htmlFor={`${field}name`}>{t('campaigns:keys.name')}</label>
          <Input id={`${field}name`} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        <Button type="primary" disabled={name.trim().length < 2} onClick={() => void create()}>
          {t('campaigns:keys.create')}
        </Button>
      </div>
    </Modal>
  );
}
