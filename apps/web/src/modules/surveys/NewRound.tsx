// A new round: what it is for, until when, whom and what it asks, who asks.
import { Checkbox, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import { surveyCreate } from '@shouwang/contract/surveys';
import { levelOf } from '@shouwang/domain/divisions';
import { categories, factGroups, type Category, type FactGroup } from '@shouwang/domain/ledger';
import { addDays } from '@shouwang/domain/shared';
import { askableGroups, AWAY_TRIES, roundWarnings } from '@shouwang/domain/surveys';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Notice } from '../../ui/parts.tsx';
import { useSentence } from '../../ui/states.tsx';
import { useDivisions } from '../divisions/useDivisions.ts';
import { readHouseholds } from './households.ts';
import { useRefresh } from './useRefresh.ts';

export function NewRound({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['surveys', 'common']);
  const word = useWord();
  const sentence = useSentence();
  const refresh = useRefresh();
  const navigate = useNavigate();
  const tree = useDivisions();
  const field = useId();
  const [id] = useState(() => v7());
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState('');
  const [startsOn, setStartsOn] = useState(today);
  const [deadline, setDeadline] = useState(() => addDays(today(), 30));
  const [divisions, setDivisions] = useState<string[]>([]);
  const [listed, setListed] = useState(true);
  const [ageFrom, setAgeFrom] = useState<number | null>(null);
  const [chosen, setChosen] = useState<Category[]>([]);
  const [incomplete, setIncomplete] = useState(false);
  const [groups, setGroups] = useState<FactGroup[]>(['residence', 'family', 'care', 'health', 'living', 'needs']);
  const [roster, setRoster] = useState(true);
  const [awayTries, setAwayTries] = useState(AWAY_TRIES);
  const [byHand, setByHand] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isWarned, setWarned] = useState(false);
  const all = [...(tree?.byCode.values() ?? [])];
  const places = all.filter((division) => ['town', 'village'].includes(levelOf(division.code) ?? ''));
  const warnings = startsOn === '' || deadline === '' ? [] : roundWarnings({ startsOn, deadline }, today());
  const isComplete = name.trim().length >= 2 && groups.length > 0 && startsOn !== '' && deadline !== '';
  const create = async (): Promise<void> => {
    const read = readHouseholds(byHand, all, null);
    if ('line' in read) return setProblem(t('surveys:form.villageUnknown', read));
    if (warnings.length > 0 && !isWarned) return setWarned(true);
    setBusy(true);
    setProblem(null);
    try {
      const made = await call(surveyCreate, {
        body: {
          id,
          name: name.trim(),
          purpose: purpose.trim(),
          startsOn,
          deadline,
          divisions,
          groups,
          audience: { listed, categories: listed ? chosen : [], incomplete: listed && incomplete, ...(listed && ageFrom !== null ? { ageFrom } : {}) },
          households: read.households,
          awayTries,
          appointRoster: roster,
        },
      });
      await refresh();
      onClose();
      await navigate({ to: '/surveys/$surveyId', params: { surveyId: made.id } });
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      width={760}
      title={t('surveys:new')}
      okText={isWarned ? t('surveys:warned') : t('surveys:form.create')}
      cancelText={t('common:cancel')}
      onOk={() => void create()}
      onCancel={onClose}
      confirmLoading={busy}
      okButtonProps={{ disabled: !isComplete }}
      destroyOnHidden
    >
      <div className="form-grid">
        <div className="field wide">
          <label htmlFor={`${field}name`}>{t('surveys:form.name')}</label>
          <Input id={`${field}name`} autoFocus maxLength={60} value={name} placeholder={t('surveys:form.namePlaceholder')} onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="field wide">
          <label htmlFor={`${field}purpose`}>{t('surveys:form.purpose')}</label>
          <Input.TextArea id={`${field}purpose`} rows={2} maxLength={300} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${field}start`}>{t('surveys:form.startsOn')}</label>
          <input id={`${field}start`} className="text-input" type="date" value={startsOn} onChange={(event) => setStartsOn(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor={`${field}deadline`}>{t('surveys:form.deadline')}</label>
          <input id={`${field}deadline`} className="text-input" type="date" value={deadline} onChange={(event) => setDeadline(event.target.value)} />
        </div>
        {warnings.map((warning) => (
          <div key={warning} className="wide">
            <Notice>{t(`surveys:warning.${warning}`)}</Notice>
          </div>
        ))}
        <div className="field wide">
          <label htmlFor={`${field}where`}>{t('surveys:form.where')}</label>
          <Select
            id={`${field}where`}
            mode="multiple"
            optionFilterProp="label"
            placeholder={t('surveys:form.whereAll')}
            value={divisions}
            onChange={setDivisions}
            options={places.map((place) => ({
              value: place.code.replace(/0{3}$/, ''),
              label: [place.name, levelOf(place.code) === 'village' ? tree?.name(place.code.slice(0, 9)) : ''].filter((part) => part !== '').join(' · '),
            }))}
          />
        </div>
        <div className="field wide">
          <span className="field-label">{t('surveys:form.who')}</span>
          <Radio.Group value={listed} onChange={(event) => setListed(event.target.value === true)}>
            <Radio value={true}>{t('surveys:form.listed')}</Radio>
            <Radio value={false}>{t('surveys:form.byHand')}</Radio>
          </Radio.Group>
        </div>
        {listed && (
          <>
            <div className="field">
              <label htmlFor={`${field}age`}>{t('surveys:form.ageFrom')}</label>
              <InputNumber id={`${field}age`} min={0} max={120} value={ageFrom} onChange={setAgeFrom} style={{ inlineSize: '100%' }} />
            </div>
            <div className="field">
              <label htmlFor={`${field}categories`}>{t('surveys:form.categories')}</label>
              <Select<Category[]>
                id={`${field}categories`}
                mode="multiple"
                value={chosen}
                onChange={setChosen}
                options={categories.map((code) => ({ value: code, label: word('domain:category', code) }))}
              />
            </div>
            <div className="field wide">
              <Checkbox checked={incomplete} onChange={(event) => setIncomplete(event.target.checked)}>
                {t('surveys:form.incomplete')}
              </Checkbox>
            </div>
          </>
        )}
        <div className="field wide">
          <label htmlFor={`${field}hand`}>{t('surveys:form.byHandList')}</label>
          <Input.TextArea id={`${field}hand`} rows={3} value={byHand} placeholder={t('surveys:form.byHandHint')} onChange={(event) => setByHand(event.target.value)} />
        </div>
        <div className="field wide">
          <span className="field-label">{t('surveys:form.groups')}</span>
          <Checkbox.Group<FactGroup>
            value={groups}
            onChange={setGroups}
            options={askableGroups(factGroups).map((group) => ({ value: group, label: word('domain:factGroup', group) }))}
          />
        </div>
        <div className="field">
          <label htmlFor={`${field}tries`}>{t('surveys:form.awayTries')}</label>
          <InputNumber id={`${field}tries`} min={1} max={9} value={awayTries} onChange={(value) => setAwayTries(value ?? AWAY_TRIES)} />
        </div>
        <div className="field wide">
          <Checkbox checked={roster} onChange={(event) => setRoster(event.target.checked)}>
            {t('surveys:form.roster')}
          </Checkbox>
        </div>
        {problem !== null && (
          <p role="alert" className="wide problem">
            {problem}
          </p>
        )}
      </div>
    </Modal>
  );
}
