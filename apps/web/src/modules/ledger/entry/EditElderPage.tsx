// A file edited group by group. Only what was changed is sent, with the revision that was seen; where
// somebody else changed the same fact meanwhile, both values are shown and a person chooses; where a
// register of higher rank says otherwise, that is said too and may be decided.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { elderGet, type ElderFile } from '@shouwang/contract/ledger';
import { factCatalogue, factGroups, type FactGroup, type FactKey } from '@shouwang/domain/ledger';
import { ApiRefusal, call } from '../../../platform/api.ts';
import { formatDate } from '../../../platform/i18n/format.ts';
import { useWord } from '../../../platform/i18n/useWords.ts';
import { ReasonDialog } from '../../../ui/ReasonDialog.tsx';
import { Notice, Page } from '../../../ui/parts.tsx';
import { Loaded, useSentence } from '../../../ui/states.tsx';
import { usePackInForce } from '../../policy/usePack.ts';
import { useFactText } from '../useFactText.ts';
import { EntryGroup, enterable, enterableGroups, focusFirstProblem, goOnWithEnter, GroupNav } from './EntryForm.tsx';
import { entered, typed, type Draft, type Problems, type Raw } from './entryLogic.ts';
import { sendFacts, type Sent } from './sendFacts.ts';

type FactView = ElderFile['facts'][number];

const draftOf = (facts: readonly FactView[], keys: readonly FactKey[]): Draft =>
  Object.fromEntries(
    keys.flatMap((key): [string, Raw][] => {
      const fact = facts.find((one) => one.key === key && one.effective);
      return fact === undefined ? [] : [[key, typed(factCatalogue[key].shape, fact.value)]];
    }),
  ) as Draft;

function GroupEditor({ file, group, goTo }: { readonly file: ElderFile; readonly group: FactGroup; readonly goTo: (group: FactGroup | null) => void }) {
  const { t } = useTranslation(['entry', 'ledger', 'common', 'domain']);
  const { message } = App.useApp();
  const word = useWord();
  const sentence = useSentence();
  const client = useQueryClient();
  const factText = useFactText(file);
  const required = usePackInForce().data?.requiredFacts ?? [];
  const keys = enterable[group];
  const [seen, setSeen] = useState<Readonly<Record<string, string | null>>>(() =>
    Object.fromEntries(keys.map((key) => [key, file.facts.find((one) => one.key === key && one.effective)?.id ?? null])),
  );
  const [before] = useState(() => draftOf(file.facts, keys));
  const [draft, setDraft] = useState<Draft>(before);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  const [deciding, setDeciding] = useState<FactKey | null>(null);

  const isChanged = (key: FactKey): boolean => JSON.stringify(draft[key]) !== JSON.stringify(before[key]);
  const changed = keys.filter(isChanged);
  const { facts, problems: wrong } = entered(draft, changed);
  // What was stated once stays stated: it can be corrected, or said to be none, and never be rubbed out.
  const emptied = changed.filter((key) => before[key] !== undefined && !(key in facts) && !Object.keys(wrong).some((path) => path.split('.')[0] === key));
  const problems: Problems = { ...wrong, ...Object.fromEntries(emptied.map((key) => [key, 'emptied' as const])) };
  const save = async (next: FactGroup | null): Promise<void> => {
    setTried(true);
    if (Object.keys(problems).length > 0) {
      focusFirstProblem(problems);
      return;
    }
    if (Object.keys(facts).length === 0) return goTo(next);
    setBusy(true);
    setRefusal(null);
    try {
      const answer = await sendFacts({ elderId: file.row.id, facts, base: Object.fromEntries(changed.map((key) => [key, seen[key] ?? null])), source: 'survey' });
      setSent(answer);
      if (answer.conflicts.length === 0) {
        // Nobody waits for everything that is read anew.
        void client.invalidateQueries();
        void message.success(t('entry:savedCount', { count: Object.keys(facts).length }));
        if (answer.outranked.length === 0) goTo(next);
      }
    } catch (error) {
      setRefusal(error);
    } finally {
      setBusy(false);
    }
  };
  const nextGroup = enterableGroups[enterableGroups.indexOf(group) + 1] ?? null;
  const standing = (current: Sent['conflicts'][number]['current'], key: FactKey): string =>
    current === null
      ? t('common:unknown')
      : t('ledger:withRest', { name: factText(key, current.value), rest: `${word('domain:sourceKind', current.source)} · ${formatDate(current.sourceDate)}` });
  return (
    <form
      className="entry-main"
      onSubmit={(event) => {
        event.preventDefault();
        void save(null);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void save(nextGroup);
        } else goOnWithEnter(event);
      }}
    >
      {sent !== null &&
        sent.conflicts.map(({ key, current }) => (
          <Notice key={key} tone="danger">
            <p>{t('entry:conflict', { label: t(`domain:fact.${key}`), value: standing(current, key) })}</p>
            <span className="wrap-row">
              <Button
                size="small"
                onClick={() => {
                  setSeen({ ...seen, [key]: current?.id ?? null });
                  setSent({ ...sent, conflicts: sent.conflicts.filter((one) => one.key !== key) });
                }}
              >
                {t('entry:keepMine')}
              </Button>
              <Button
                size="small"
                onClick={() => {
                  setDraft({ ...draft, [key]: before[key] });
                  setSent({ ...sent, conflicts: sent.conflicts.filter((one) => one.key !== key) });
                }}
              >
                {t('entry:keepTheirs')}
              </Button>
            </span>
          </Notice>
        ))}
      {sent !== null &&
        sent.outranked.map(({ key, current }) => (
          <Notice key={key}>
            <p>{t('entry:outranked', { label: t(`domain:fact.${key}`), value: standing(current, key) })}</p>
            <span className="wrap-row">
              <Button size="small" onClick={() => setDeciding(key)}>
                {t('entry:decideMine')}
              </Button>
              <Button size="small" type="text" onClick={() => setSent({ ...sent, outranked: sent.outranked.filter((one) => one.key !== key) })}>
                {t('entry:leaveSo')}
              </Button>
            </span>
          </Notice>
        ))}
      <EntryGroup group={group} draft={draft} problems={tried ? problems : {}} required={required} onDraft={setDraft} />
      <div className="entry-bar">
        <span className="soft" role="status">
          {refusal === null ? (
            t('entry:changed', { count: changed.length })
          ) : (
            <span className="entry-problem" role="alert">
              {sentence(refusal)}
            </span>
          )}
        </span>
        <span className="wrap-row">
          <Button onClick={() => goTo(null)}>{t('common:back')}</Button>
          {nextGroup !== null && (
            <Button loading={busy} onClick={() => void save(nextGroup)}>
              {t('entry:saveNextGroup')}
            </Button>
          )}
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('common:save')}
          </Button>
        </span>
      </div>
      {deciding !== null && (
        <ReasonDialog
          title={t('entry:decideTitle', { label: t(`domain:fact.${deciding}`) })}
          lead={t('entry:decideLead')}
          confirmLabel={t('entry:decideMine')}
          onConfirm={async (reason) => {
            const outranking = sent?.outranked.find((one) => one.key === deciding)?.current?.id ?? null;
            const answer = await sendFacts({ elderId: file.row.id, facts: { [deciding]: facts[deciding] }, base: { [deciding]: outranking }, source: 'decision', reason });
            if (answer.conflicts.length > 0) throw new ApiRefusal('conflict.revision', {}, 409);
            void client.invalidateQueries();
            setSent(sent === null ? null : { ...sent, outranked: sent.outranked.filter((one) => one.key !== deciding) });
          }}
          onClose={() => setDeciding(null)}
        />
      )}
    </form>
  );
}

export function EditElderPage() {
  const { t } = useTranslation(['entry', 'ledger']);
  const { elderId } = useParams({ from: '/ledger/$elderId/edit' });
  const { group: asked } = useSearch({ from: '/ledger/$elderId/edit' });
  const navigate = useNavigate();
  const elder = useQuery({ queryKey: ['elder', elderId], queryFn: ({ signal }) => call(elderGet, { params: { id: elderId }, signal }) });
  const required = usePackInForce().data?.requiredFacts ?? [];
  const group = enterableGroups.find((one) => one === asked) ?? factGroups[0];
  const goTo = (next: FactGroup | null): void =>
    void (next === null ? navigate({ to: '/ledger/$elderId', params: { elderId } }) : navigate({ to: '/ledger/$elderId/edit', params: { elderId }, search: { group: next } }));
  return (
    <Page
      title={elder.data === undefined ? t('entry:editTitle') : t('entry:editOf', { name: elder.data.row.name })}
      lead={
        <Link to="/ledger/$elderId" params={{ elderId }}>
          ‹ {t('ledger:file')}
        </Link>
      }
    >
      <Loaded query={elder} lines={12}>
        {(file) => {
          const facts = Object.fromEntries(file.facts.filter((fact) => fact.effective).map((fact) => [fact.key, fact.value]));
          return (
            <div className="entry">
              <GroupNav
                groups={enterableGroups}
                required={required}
                facts={facts}
                problems={{}}
                current={group}
                link={(one, content) => (
                  <Link to="/ledger/$elderId/edit" params={{ elderId }} search={{ group: one }} aria-current={one === group ? 'page' : undefined}>
                    {content}
                  </Link>
                )}
              />
              <GroupEditor key={group} file={file} group={group} goTo={goTo} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
