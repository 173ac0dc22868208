// Takes what a visit heard into the ledger: with whom the elder lives now, or what he needs now.
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Input } from 'antd';
import { proposalDecide, type ProposalRow } from '@shouwang/contract/cases';
import { careNeeds, livingCompanions } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDay } from '../../platform/i18n/format.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useHeard } from './useHeard.ts';
import './cases.css';

type Heard = Pick<ProposalRow, 'id' | 'elderId' | 'elderName' | 'heard' | 'heardOn' | 'livesWith' | 'needs' | 'members'>;

/** A member while he is typed; `key` keeps his fields when another is taken away. */
type Member = ProposalRow['members'][number] & { readonly key: number };

function Members({ members, change }: { readonly members: readonly Member[]; readonly change: (members: readonly Member[]) => void }) {
  const { t } = useTranslation(['cases']);
  const set = (key: number, part: Partial<Member>): void => change(members.map((member) => (member.key === key ? { ...member, ...part } : member)));
  return (
    <fieldset className="field plain-set">
      <legend>{t('cases:membersNow')}</legend>
      <div className="stack">
        {members.map((member, at) => (
          <div key={member.key} className="member-row">
            <Input
              aria-label={t('cases:memberName', { number: at + 1 })}
              placeholder={t('cases:name')}
              maxLength={40}
              value={member.name}
              onChange={(event) => set(member.key, { name: event.target.value })}
            />
            <Input
              aria-label={t('cases:memberRelation', { number: at + 1 })}
              placeholder={t('cases:relation')}
              maxLength={20}
              value={member.relation}
              onChange={(event) => set(member.key, { relation: event.target.value })}
            />
            <Button aria-label={t('cases:memberGone', { name: member.name })} onClick={() => change(members.filter(({ key }) => key !== member.key))}>
              {t('cases:gone')}
            </Button>
          </div>
        ))}
        <div>
          <Button disabled={members.length >= 30} onClick={() => change([...members, { key: Math.max(-1, ...members.map(({ key }) => key)) + 1, name: '', relation: '' }])}>
            {t('cases:addMember')}
          </Button>
        </div>
      </div>
    </fieldset>
  );
}

export function ConfirmHeard({ row, onDone, onClose }: { readonly row: Heard; readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation(['cases', 'domain', 'common']);
  const heardText = useHeard();
  const isHousehold = row.heard.kind === 'household';
  const [livesWith, setLivesWith] = useState<readonly (typeof livingCompanions)[number][]>(row.livesWith);
  const [needs, setNeeds] = useState<readonly (typeof careNeeds)[number][]>(row.needs);
  const [members, setMembers] = useState<readonly Member[]>(row.members.map((member, key) => ({ ...member, key })));
  const chosen = isHousehold ? livesWith : needs;
  const named = members.map(({ name, relation }) => ({ name: name.trim(), relation: relation.trim() })).filter(({ name, relation }) => name !== '' || relation !== '');
  /** Only what was touched is said: a list that nobody looked at stays as it is. */
  const said = JSON.stringify(named) !== JSON.stringify(row.members);
  const check = (): string | null => {
    if (chosen.length === 0) return t('cases:chooseOne');
    return named.some(({ name, relation }) => name === '' || relation === '') ? t('cases:memberHalf') : null;
  };
  return (
    <FormDialog
      title={t('cases:confirmOf', { name: row.elderName })}
      okText={t('cases:confirm')}
      check={check}
      width={560}
      onSave={async () => {
        await call(proposalDecide, {
          params: { id: row.id },
          body: { decision: 'confirm', ...(isHousehold ? { livesWith: [...livesWith], ...(said ? { members: named } : {}) } : { needs: [...needs] }) },
        });
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
      {isHousehold && <Members members={members} change={setMembers} />}
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
