// A new account inside the own scope. Its first password is shown once and must be changed.
import { Button, Input, Modal, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { accountCreate } from '@shouwang/contract/access';
import { divisionList } from '@shouwang/contract/divisions';
import { visitorList } from '@shouwang/contract/network';
import { levelOf, prefixOf } from '@shouwang/domain/divisions';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { useSession } from '../../platform/session.ts';
import { useRested } from '../../platform/useMedia.ts';
import { useSentence } from '../../ui/states.tsx';

type NewRole = 'county' | 'town' | 'village' | 'visitor';

export function NewAccount({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: () => void }) {
  const { t } = useTranslation(['access', 'common', 'domain']);
  const sentence = useSentence();
  const session = useSession();
  const roles: readonly NewRole[] = session.role === 'county' ? ['county', 'town', 'village', 'visitor'] : ['town', 'village', 'visitor'];
  const [role, setRole] = useState<NewRole>('village');
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [scope, setScope] = useState<string | null>(null);
  const [visitor, setVisitor] = useState<string | null>(null);
  const [visitorText, setVisitorText] = useState('');
  const [made, setMade] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = useRested(visitorText.trim());
  const divisions = useQuery({ queryKey: ['divisions'], staleTime: 600_000, queryFn: ({ signal }) => call(divisionList, { query: { level: 'village' }, signal }) });
  const visitors = useQuery({
    queryKey: ['visitors', 'choose', asked],
    enabled: role === 'visitor',
    queryFn: ({ signal }) => call(visitorList, { query: { ...(asked === '' ? {} : { q: asked }), limit: 30 }, signal }),
  });
  const places = (divisions.data?.divisions ?? []).filter((division) => levelOf(division.code) === role);
  const ready = username !== '' && displayName !== '' && (role === 'visitor' ? visitor !== null : scope !== null);
  const create = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await call(accountCreate, {
        body: { username, displayName, role, scope: role === 'visitor' ? '' : (scope ?? ''), visitorId: role === 'visitor' ? visitor : null },
      });
      setMade(answer.firstPassword);
      onMade();
    } catch (error) {
      setProblem(sentence(error));
    }
    setBusy(false);
  };
  if (made !== null) {
    return (
      <Modal
        open
        title={t('access:accountMade')}
        onCancel={onClose}
        footer={
          <Button type="primary" onClick={onClose}>
            {t('common:close')}
          </Button>
        }
      >
        <div className="stack">
          <p>{t('access:firstPasswordOnce', { name: displayName })}</p>
          <p className="first-secret">{made}</p>
        </div>
      </Modal>
    );
  }
  return (
    <Modal
      open
      title={t('access:newAccount')}
      okText={t('access:create')}
      cancelText={t('common:cancel')}
      onOk={() => void create()}
      onCancel={onClose}
      okButtonProps={{ disabled: !ready, loading: busy }}
    >
      <div className="stack">
        <div className="field">
          <label htmlFor="new-display">{t('access:displayName')}</label>
          <Input id="new-display" autoFocus maxLength={60} value={displayName} onChange={(event) => setDisplayName(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="new-username">{t('access:username')}</label>
          <Input id="new-username" maxLength={64} value={username} onChange={(event) => setUsername(event.target.value.trim())} aria-describedby="username-hint" />
          <span id="username-hint" className="panel-note">
            {t('access:usernameHint')}
          </span>
        </div>
        <div className="field">
          <label htmlFor="new-role">{t('access:role')}</label>
          <Select<NewRole>
            id="new-role"
            value={role}
            onChange={(next) => {
              setRole(next);
              setScope(null);
            }}
            options={roles.map((value) => ({ value, label: t(`domain:role.${value}`) }))}
          />
        </div>
        {role === 'visitor' ? (
          <div className="field">
            <label htmlFor="new-visitor">{t('access:whichVisitor')}</label>
            <Select
              id="new-visitor"
              showSearch
              filterOption={false}
              onSearch={setVisitorText}
              value={visitor}
              onChange={setVisitor}
              loading={visitors.isFetching}
              options={(visitors.data?.rows ?? []).map((row) => ({ value: row.id, label: `${row.name} · ${row.townName} ${row.villageName}` }))}
            />
          </div>
        ) : (
          <div className="field">
            <label htmlFor="new-scope">{t('access:scope')}</label>
            <Select
              id="new-scope"
              showSearch
              optionFilterProp="label"
              value={scope}
              onChange={setScope}
              options={places.map((place) => ({ value: prefixOf(place.code), label: place.name }))}
            />
          </div>
        )}
        {problem !== null && (
          <p role="alert" className="sign-in-problem">
            {problem}
          </p>
        )}
      </div>
    </Modal>
  );
}
