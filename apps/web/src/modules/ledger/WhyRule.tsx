// One rule with how it came out for a person: its conditions with the facts and values they looked at,
// and the clause that it rests on. Categories, tiers and levels of risk are explained by it.
import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import type { elderWhy } from '@shouwang/contract/ledger';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { inWords, useWord } from '../../platform/i18n/useWords.ts';
import { Tag } from '../../ui/parts.tsx';
import { usePackInForce } from '../policy/usePack.ts';
import './ledger.css';

type Rule = Reply<typeof elderWhy>['rules'][number];
interface Explained extends Pick<Rule, 'source' | 'holds'> {
  readonly conditions: readonly Omit<Rule['conditions'][number], 'expr'>[];
}

/** `note`: what follows, or what would have to change. */
export function WhyRule({ rule, title, note }: { readonly rule: Explained; readonly title: string; readonly note: string | undefined }) {
  const { t } = useTranslation(['ledger', 'common']);
  const word = useWord();
  const pack = usePackInForce();
  const document = pack.data?.documents[rule.source.document];
  const valueLabel = (key: string): string => {
    const value = pack.data?.values.find((item) => item.key === key);
    return value === undefined ? key : inWords(value.label);
  };
  const said = (value: unknown): string => {
    if (typeof value === 'boolean') return value ? t('common:yes') : t('common:no');
    if (value === -1 || value === '') return t('common:unknown');
    if (Array.isArray(value)) return value.length === 0 ? t('common:none') : value.join(t('ledger:listMark'));
    return String(value);
  };
  return (
    <article className={rule.holds ? 'why-rule holds' : 'why-rule'}>
      <header className="wrap-row">
        <h3>{title}</h3>
        <Tag tone={rule.holds ? 'good' : 'plain'}>{rule.holds ? t('ledger:holds') : t('ledger:holdsNot')}</Tag>
        {note !== undefined && <span className="panel-note">{note}</span>}
      </header>
      <div className="why-conditions">
        {rule.conditions.map((condition, index) => (
          <div key={index} className="why-condition">
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
