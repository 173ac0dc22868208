// The facts of a file by group, each with source, date and who entered it; where sources disagree, all of
// them side by side, and one may be decided for. Groups of which nothing is known are offered to be filled.
import { EditOutlined, EyeOutlined, HistoryOutlined, PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { factReveal, type ElderFile } from '@shouwang/contract/ledger';
import { eventFacts, factCatalogue, factGroups as groupNames, factKeys, type FactGroup, type FactKey } from '@shouwang/domain/ledger';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { EditFact } from './EditFact.tsx';
import { sendOne } from './entry/sendFacts.ts';
import { FactHistory } from './FactHistory.tsx';
import { FactValue } from './FactValue.tsx';
import { factGroups } from './factText.ts';

type FactView = ElderFile['facts'][number];
type GroupedFact = ReturnType<typeof factGroups<FactView>>[number];

/** Shown in the head of the page already, unless sources disagree. */
const inHead: readonly FactKey[] = ['name', 'sex', 'birthDate', 'idNo', 'phone'];
const REVEALED_MS = 60_000;
const isCovered = (value: unknown): boolean => /\d\*{3,}|\*{3,}\d/.test(JSON.stringify(value ?? ''));

function SourceLine({ fact }: { readonly fact: FactView }) {
  const { t } = useTranslation(['ledger']);
  const word = useWord();
  return (
    <span className="fact-source" title={fact.sourceRef.startsWith('account:') ? undefined : fact.sourceRef}>
      {[word('domain:sourceKind', fact.source), formatDate(fact.sourceDate), fact.enteredBy === null ? '' : t('ledger:enteredBy', { name: fact.enteredBy })]
        .filter((part) => part !== '')
        .join(' · ')}
    </span>
  );
}

type Asking =
  | { readonly kind: 'edit' | 'history' | 'reveal'; readonly key: FactKey }
  | { readonly kind: 'take'; readonly key: FactKey; readonly fact: FactView; readonly seen: string | null };

function FactRow({
  file,
  grouped,
  ask,
  revealed,
}: {
  readonly file: ElderFile;
  readonly grouped: GroupedFact;
  readonly ask: (asking: Asking) => void;
  readonly revealed: unknown;
}) {
  const { t } = useTranslation(['ledger', 'common', 'domain']);
  const can = useCan();
  const key = grouped.key as FactKey;
  const { effective, others, disagree } = grouped;
  const label = t(`domain:fact.${key}`);
  const mayEdit = can('elders.edit') && !eventFacts.includes(key);
  const isWide = disagree || (factCatalogue[key].shape.kind === 'records' && Array.isArray(effective?.value) && effective.value.length > 0);
  return (
    <div className={`fact${isWide ? ' wide' : ''}${disagree ? ' disagreeing' : ''}`} role="listitem">
      <span className="fact-label">{label}</span>
      <div className="fact-body">
        {effective === undefined ? <span className="quiet">{t('common:unknown')}</span> : <FactValue file={file} factKey={key} value={revealed ?? effective.value} />}
        {disagree && <Tag tone="amber">{t('ledger:disagree')}</Tag>}
        {effective !== undefined && <SourceLine fact={effective} />}
        {disagree && (
          <div className="fact-others">
            {others.map((fact) => (
              <span key={fact.id} className="fact-other">
                <FactValue file={file} factKey={key} value={fact.value} />
                <SourceLine fact={fact} />
                {mayEdit && (
                  <Button size="small" onClick={() => ask({ kind: 'take', key, fact, seen: effective?.id ?? null })}>
                    {t('ledger:takeThis')}
                  </Button>
                )}
              </span>
            ))}
          </div>
        )}
      </div>
      <span className="fact-actions">
        {isCovered(effective?.value) && revealed === undefined && can('elders.reveal') && (
          <Button size="small" type="text" icon={<EyeOutlined />} aria-label={t('ledger:reveal', { label })} onClick={() => ask({ kind: 'reveal', key })} />
        )}
        <Button size="small" type="text" icon={<HistoryOutlined />} aria-label={t('ledger:historyOf', { label })} onClick={() => ask({ kind: 'history', key })} />
        {mayEdit && <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('ledger:editTitle', { label })} onClick={() => ask({ kind: 'edit', key })} />}
      </span>
    </div>
  );
}

export function FactList({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['ledger', 'entry', 'domain']);
  const client = useQueryClient();
  const can = useCan();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [revealed, setRevealed] = useState<Readonly<Record<string, unknown>>>({});
  useEffect(() => {
    if (Object.keys(revealed).length === 0) return undefined;
    const timer = setTimeout(() => setRevealed({}), REVEALED_MS);
    return () => clearTimeout(timer);
  }, [revealed]);
  const elderId = file.row.id;
  const groups = groupNames.map((group) => ({
    group,
    facts: factGroups(
      file.facts,
      factKeys.filter((key) => factCatalogue[key].group === group),
    ).filter((one) => one.disagree || !inHead.includes(one.key as FactKey)),
  }));
  const known = groups.filter(({ facts }) => facts.length > 0);
  const empty = groups.filter(({ facts, group }) => facts.length === 0 && group !== 'identity' && group !== 'life');
  const label = asking === null ? '' : t(`domain:fact.${asking.key}`);
  const editLink = (group: FactGroup, words: string, add: boolean) => (
    <Link key={group} to="/ledger/$elderId/edit" params={{ elderId }} search={{ group }} className={add ? 'chip' : 'group-edit no-print'}>
      {add ? <PlusOutlined aria-hidden="true" /> : <EditOutlined aria-hidden="true" />} {words}
    </Link>
  );
  return (
    <>
      {known.map(({ group, facts }) => {
        const disagreeing = facts.filter((fact) => fact.disagree).length;
        return (
          <Panel
            key={group}
            title={t(`domain:factGroup.${group}`)}
            note={disagreeing === 0 ? undefined : t('ledger:factsDisagree', { count: disagreeing })}
            actions={can('elders.edit') ? editLink(group, t('ledger:editGroup'), false) : undefined}
            bare
          >
            <div role="list" className="facts">
              {facts.map((grouped) => (
                <FactRow key={grouped.key} file={file} grouped={grouped} ask={setAsking} revealed={revealed[grouped.key]} />
              ))}
            </div>
          </Panel>
        );
      })}
      {empty.length > 0 && can('elders.edit') && (
        <Panel title={t('ledger:notYet')} note={t('ledger:notYetNote')}>
          <div className="chips">{empty.map(({ group }) => editLink(group, t(`domain:factGroup.${group}`), true))}</div>
        </Panel>
      )}
      {asking?.kind === 'edit' && <EditFact file={file} factKey={asking.key} onClose={() => setAsking(null)} />}
      {asking?.kind === 'history' && <FactHistory file={file} factKey={asking.key} onClose={() => setAsking(null)} />}
      {asking?.kind === 'reveal' && (
        <ReasonDialog
          title={t('ledger:revealTitle', { label })}
          lead={t('ledger:revealLead')}
          confirmLabel={t('ledger:revealConfirm')}
          onConfirm={async (reason) => {
            const { value } = await call(factReveal, { params: { id: elderId, key: asking.key }, body: { reason } });
            setRevealed({ ...revealed, [asking.key]: value });
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking?.kind === 'take' && (
        <ReasonDialog
          title={t('entry:decideTitle', { label })}
          lead={t('ledger:takeLead')}
          confirmLabel={t('ledger:takeThis')}
          onConfirm={async (reason) => {
            await sendOne({ elderId, take: { [asking.key]: asking.fact.id }, base: { [asking.key]: asking.seen }, source: 'decision', reason });
            await client.invalidateQueries();
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}
