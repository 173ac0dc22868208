// A new file, typed in from the information form by the keyboard alone: what is required is counted, who
// might be the same person is shown, and what was typed survives a closed window until it is saved.
import { Link, useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 } from 'uuid';
import { levelOf } from '@shouwang/domain/divisions';
import { ApiRefusal } from '../../../platform/api.ts';
import { dropDraft, findDraft, keepDraft } from '../../../platform/drafts.ts';
import { useSession } from '../../../platform/session.ts';
import { useRested } from '../../../platform/useMedia.ts';
import { Notice, Page } from '../../../ui/parts.tsx';
import { useSentence } from '../../../ui/states.tsx';
import { useDivisions, useWhere } from '../../divisions/useDivisions.ts';
import { usePackInForce } from '../../policy/usePack.ts';
import { EntryGroup, enterableGroups, enterableKeys, focusFirstProblem, goOnWithEnter, GroupNav } from './EntryForm.tsx';
import { entered, progress, type Draft, type EntryProblem, type Problems } from './entryLogic.ts';
import { Lookalikes } from './Lookalikes.tsx';
import { createElder } from './sendFacts.ts';

const DRAFT = 'newElder';
/** What neighbours share: kept when the next person is typed in. */
const shared = ['division', 'group', 'ethnicity', 'hukou'] as const;

/** What cannot be left out of a file at all. */
const indispensable = ['name', 'division'] as const;

export function NewElderPage() {
  const { t } = useTranslation(['entry', 'ledger', 'common', 'domain']);
  const { message } = App.useApp();
  const sentence = useSentence();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { accountId } = useSession();
  const { prefix } = useWhere();
  const tree = useDivisions();
  const pack = usePackInForce();
  const [kept] = useState(() => findDraft<Draft>(accountId, DRAFT));
  const [isRestored, setRestored] = useState(kept !== null);
  const [draft, setDraft] = useState<Draft>(kept ?? {});
  const [ids, setIds] = useState(() => ({ elder: v7(), command: v7() }));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const required = pack.data?.requiredFacts ?? [];

  // The village where I am is the likely one; a clerk of one village has no other.
  const villages = [...(tree?.byCode.keys() ?? [])].filter((code) => levelOf(code) === 'village' && code.startsWith(prefix));
  const likely = villages.length === 1 ? villages[0] : undefined;
  const current: Draft = draft.division === undefined && likely !== undefined ? { ...draft, division: likely } : draft;

  const rested = useRested(draft, 600);
  useEffect(() => {
    if (Object.keys(rested).length > 0) keepDraft(accountId, DRAFT, rested);
  }, [rested, accountId]);

  const { facts, problems } = entered(current, enterableKeys);
  const missing: Record<string, EntryProblem> = Object.fromEntries(
    indispensable.filter((key) => facts[key] === undefined && problems[key] === undefined).map((key) => [key, 'required']),
  );
  const shownProblems: Problems = tried ? { ...problems, ...missing } : {};
  const { filled, of } = progress(required, facts, enterableKeys);

  const begin = (next: Draft): void => {
    dropDraft(accountId, DRAFT);
    setDraft(next);
    setIds({ elder: v7(), command: v7() });
    setTried(false);
    setRestored(false);
    setRefusal(null);
  };
  const save = async (more: boolean): Promise<void> => {
    setTried(true);
    const wrong = { ...problems, ...missing };
    if (Object.keys(wrong).length > 0) {
      setTimeout(() => focusFirstProblem(wrong));
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      await createElder(ids.command, ids.elder, facts);
      const next = Object.fromEntries(shared.flatMap((key) => (current[key] === undefined ? [] : [[key, current[key]]]))) as Draft;
      begin(next);
      await client.invalidateQueries();
      if (more) {
        void message.success(t('entry:saved', { name: String(facts['name']) }));
        scrollTo({ top: 0 });
        setTimeout(() => document.getElementById('fact-name')?.focus());
      } else void navigate({ to: '/ledger/$elderId', params: { elderId: ids.elder } });
    } catch (error) {
      setRefusal(error);
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    document.getElementById('fact-name')?.focus();
  }, []);
  const twin = refusal instanceof ApiRefusal && refusal.code === 'elder.known' ? String(refusal.details['elderId'] ?? '') : '';
  return (
    <Page title={t('entry:newTitle')} lead={<Link to="/ledger">‹ {t('ledger:title')}</Link>}>
      <form
        ref={form}
        className="entry"
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save(event.shiftKey);
          } else goOnWithEnter(event);
        }}
      >
        <GroupNav groups={enterableGroups} required={required} facts={facts} problems={shownProblems} link={(group, content) => <a href={`#group-${group}`}>{content}</a>} />
        <div className="entry-main">
          {isRestored && (
            <Notice tone="pine">
              {t('entry:restored')}{' '}
              <button type="button" className="plain-button underlined" onClick={() => begin({})}>
                {t('entry:startOver')}
              </button>
            </Notice>
          )}
          <Lookalikes draft={current} />
          {enterableGroups.map((group) => (
            <EntryGroup key={group} group={group} draft={current} problems={shownProblems} required={required} onDraft={setDraft} />
          ))}
          <div className="entry-bar">
            <span className="soft" role="status">
              {refusal === null ? (
                t('entry:progress', { filled, of })
              ) : (
                <span className="entry-problem" role="alert">
                  {sentence(refusal)}{' '}
                  {twin !== '' && (
                    <Link to="/ledger/$elderId" params={{ elderId: twin }} className="underlined">
                      {t('entry:openFile')}
                    </Link>
                  )}
                </span>
              )}
            </span>
            <span className="wrap-row">
              <span className="quiet entry-keys">{t('entry:keys')}</span>
              <Button loading={busy} onClick={() => void save(true)}>
                {t('entry:saveNext')}
              </Button>
              <Button type="primary" htmlType="submit" loading={busy}>
                {t('common:save')}
              </Button>
            </span>
          </div>
        </div>
      </form>
    </Page>
  );
}
