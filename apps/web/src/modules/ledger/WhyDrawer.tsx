// "Why?": every rule of the pack with how it came out for this person; the clause it rests on, the
// facts and values it used, and, for a rule that does not hold, which conditions would have to change.
import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { elderWhy } from '@shouwang/contract/ledger';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { inWords, useWord } from '../../platform/i18n/useWords.ts';
import { Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { usePackInForce, useTierName } from '../policy/usePack.ts';

type Why = Reply<typeof elderWhy>;
type Rule = Why['rules'][number];

function RuleCard({ rule }: { readonly rule: Rule }) {
  const { t } = useTranslation(['ledger', 'common', 'domain']);
  const word = useWord();
  const tierName = useTierName();
  const pack = usePackInForce();
  const document = pack.data?.documents[rule.source.document];
  const valueLabel = (key: string): string => {
    const value = pack.data?.values.find((item) => item.key === key);
    return value === undefined ? key : inWords(value.label);
  };
  const said = (value: unknown): string =>
    value === true
      ? t('common:yes')
      : value === false
        ? t('common:no')
        : value === -1 || value === ''
          ? t('common:unknown')
          : Array.isArray(value)
            ? value.join(t('ledger:listMark'))
            : String(value);
  const failing = rule.conditions.filter((condition) => !condition.holds).length;
  return (
    <article className={rule.holds ? 'why-rule holds' : 'why-rule'}>
      <header className="wrap-row">
        <h3>{rule.kind === 'category' ? word('domain:category', rule.result) : tierName(rule.result)}</h3>
        <Tag tone={rule.holds ? 'good' : 'plain'}>{rule.holds ? t('ledger:holds') : t('ledger:holdsNot')}</Tag>
        {!rule.holds && failing > 0 && <span className="panel-note">{t('ledger:wouldChange', { count: failing })}</span>}
      </header>
      <div className="why-conditions">
        {rule.conditions.map((condition) => (
          <div key={condition.expr} className="why-condition">
            {condition.holds ? (
              <CheckCircleFilled className="why-mark-yes" aria-label={t('common:yes')} />
            ) : (
              <MinusCircleOutlined className="why-mark-no" aria-label={t('common:no')} />
            )}
            <div>
              <div>{inWords(condition.label)}</div>
              <div className="why-used">
                {Object.entries(condition.facts).map(([key, value]) => (
                  <span key={key}>
                    {word('ledger:namedFact', key)}: {said(value)}
                  </span>
                ))}
                {Object.entries(condition.values).map(([key, { value, provisional }]) => (
                  <span key={key}>
                    {valueLabel(key)}: {said(value)} {provisional && <Tag tone="amber">{t('common:provisional')}</Tag>}
                  </span>
                ))}
              </div>
            </div>
          </div>
        ))}
      </div>
      <p className="why-clause">
        {document === undefined ? rule.source.document : t('ledger:documentTitle', { title: document.title })} {rule.source.clause}
        {rule.source.summary !== undefined && <> · {inWords(rule.source.summary)}</>}
      </p>
    </article>
  );
}

export function WhyDrawer({ elderId, onClose }: { readonly elderId: string; readonly onClose: () => void }) {
  const { t } = useTranslation(['ledger', 'common']);
  const why = useQuery({ queryKey: ['elder', elderId, 'why'], queryFn: ({ signal }) => call(elderWhy, { params: { id: elderId }, signal }) });
  const part = (rules: readonly Rule[], title: string) =>
    rules.length > 0 && (
      <section>
        <h2 style={{ marginBlockEnd: 8 }}>{title}</h2>
        {rules.map((rule) => (
          <RuleCard key={rule.rule} rule={rule} />
        ))}
      </section>
    );
  return (
    <Drawer open onClose={onClose} title={t('ledger:whyTitle')} size="min(560px, 100vw)">
      <Loaded query={why}>
        {(answer) => (
          <div className="stack" tabIndex={0} role="region" aria-label={t('ledger:whyTitle')}>
            <p className="soft">{t('ledger:whyLead', { pack: answer.packId, version: answer.packVersion, date: formatDate(answer.asOf) })}</p>
            {answer.provisional && (
              <p>
                <Tag tone="amber">{t('common:provisional')}</Tag> {t('common:provisionalHint')}
              </p>
            )}
            {part(
              answer.rules.filter((rule) => rule.holds),
              t('ledger:whyHolds'),
            )}
            {part(
              answer.rules.filter((rule) => !rule.holds),
              t('ledger:whyNot'),
            )}
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}
