// The scales of a pack as they are confirmed: the risk model with its points, the needs form with what
// follows from which answer.
import type { PackView } from '@shouwang/contract/policy';
import { useTranslation } from 'react-i18next';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { Clause, Rule } from './PackParts.tsx';

export function RiskModelPanel({ pack }: { readonly pack: PackView }) {
  const { t } = useTranslation(['policy', 'ledger']);
  const { riskModel: model } = pack;
  return (
    <Panel title={inWords(model.title)} note={t('policy:riskNote')} bare>
      {model.levels.map((level) => (
        <div key={level.code} className="value-line">
          <span>
            <strong className="value-label">{inWords(level.label)}</strong>
            <span className="clause">{inWords(level.measure)}</span>
          </span>
          <span className="value-said">{t('policy:fromPoints', { count: level.fromPoints })}</span>
          <span className="panel-note">{t('policy:reviewMonths', { count: level.reviewMonths })}</span>
        </div>
      ))}
      {model.hardRules.map((rule) => (
        <Rule
          key={rule.id}
          title={inWords(rule.label)}
          pack={pack}
          when={rule.when}
          source={rule.source}
          aside={
            <>
              <Tag tone="danger">{t('policy:givesLevel', { level: t(`ledger:riskLevel.${rule.level}`) })}</Tag>
              <Tag tone={rule.status === 'given' ? 'plain' : 'amber'}>{t(`policy:status.${rule.status}`)}</Tag>
            </>
          }
        />
      ))}
      {model.factors.map((factor) => (
        <Rule
          key={factor.id}
          title={inWords(factor.label)}
          pack={pack}
          when={factor.when}
          source={factor.source}
          aside={<Tag tone="outline">{t('policy:points', { count: factor.points })}</Tag>}
        />
      ))}
    </Panel>
  );
}

export function NeedsFormPanel({ pack }: { readonly pack: PackView }) {
  const { t } = useTranslation(['policy', 'ledger']);
  const { needsForm: form } = pack;
  const mark = t('ledger:listMark');
  const answer = (key: string, codes: readonly string[]): string => {
    const item = form.items.find((one) => one.key === key);
    if (item === undefined) return key;
    const options = item.options.filter((option) => codes.includes(option.code)).map((option) => inWords(option.label));
    return t('policy:answered', { item: inWords(item.label), options: options.join(mark) });
  };
  return (
    <Panel title={inWords(form.title)} note={t('policy:formNote', { version: form.version })}>
      <div className="form-sections">
        {form.items.map((item) => (
          <section key={item.key}>
            <h3>{inWords(item.label)}</h3>
            <ul>
              {item.options.map((option) => (
                <li key={option.code}>
                  {inWords(option.label)} <span className="quiet">{t('policy:points', { count: option.points })}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <p className="soft">{form.urgencies.map((one) => t('policy:urgencyFrom', { name: inWords(one.label), count: one.fromPoints })).join(mark)}</p>
      <ul className="silent">
        {form.services.map((service) => (
          <li key={service.service}>
            <strong>{inWords(service.label)}</strong> {t('policy:serviceWhen', { answers: service.when.map((one) => answer(one.item, one.options)).join(t('policy:or')) })}{' '}
            <Clause pack={pack} source={service.source} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
