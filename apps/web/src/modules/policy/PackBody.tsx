// A pack as a civil servant reads it: documents, whom it is for, definitions, rhythm, values with
// their status, the visit form, and what the documents leave open.
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { confirmValue, type PackView } from '@shouwang/contract/policy';
import { categories } from '@shouwang/domain/ledger';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate, formatInstant } from '../../platform/i18n/format.ts';
import { inWords, useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { Notice, Panel, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { CampaignsPanel } from './PackCampaigns.tsx';
import { Clause, Conditions, Rule } from './PackParts.tsx';
import { NeedsFormPanel, RiskModelPanel } from './PackScales.tsx';
import './policy.css';

type Value = PackView['values'][number];

function Values({ pack, confirmable }: { readonly pack: PackView; readonly confirmable: boolean }) {
  const { t } = useTranslation(['policy', 'common', 'ledger']);
  const word = useWord();
  const allowed = useCan();
  const client = useQueryClient();
  const [confirming, setConfirming] = useState<Value | null>(null);
  const said = (value: Value['value']): string =>
    typeof value === 'boolean'
      ? value
        ? t('common:yes')
        : t('common:no')
      : typeof value === 'object'
        ? value.map((item) => word('domain:category', word('domain:familyPlanning', item))).join(t('ledger:listMark'))
        : typeof value === 'string'
          ? word('policy:valueWord', value)
          : String(value);
  const open = pack.values.filter((value) => value.status === 'provisional').length;
  const tone = { given: 'plain', provisional: 'amber', confirmed: 'good' } as const;
  const order = { provisional: 0, confirmed: 1, given: 2 } as const;
  return (
    <Panel title={t('policy:values')} note={open === 0 ? t('policy:noneOpen') : t('policy:openCount', { count: open })} bare>
      {[...pack.values]
        .sort((a, b) => order[a.status] - order[b.status])
        .map((value) => (
          <div key={value.key} className="value-line">
            <span>
              <strong className="value-label">{inWords(value.label)}</strong>
              <Clause pack={pack} source={value.source} />
            </span>
            <span className="value-said">{said(value.value)}</span>
            <span className="wrap-row value-state">
              <Tag tone={tone[value.status]}>{t(`policy:status.${value.status}`)}</Tag>
              {value.confirmedAt !== null && (
                <span className="panel-note">
                  {value.confirmedBy} · {formatInstant(value.confirmedAt)}
                </span>
              )}
              {value.status === 'provisional' && confirmable && allowed('policy.confirm') && (
                <Button size="small" type="primary" ghost onClick={() => setConfirming(value)}>
                  {t('policy:confirm')}
                </Button>
              )}
            </span>
          </div>
        ))}
      {confirming !== null && (
        <ReasonDialog
          title={t('policy:confirmTitle', { label: inWords(confirming.label), value: said(confirming.value) })}
          lead={t('policy:confirmLead')}
          confirmLabel={t('policy:confirm')}
          onConfirm={async (reason) => {
            await call(confirmValue, { body: { packId: pack.id, key: confirming.key, reason } });
            await client.invalidateQueries();
          }}
          onClose={() => setConfirming(null)}
        />
      )}
    </Panel>
  );
}

export function PackBody({ pack, confirmable }: { readonly pack: PackView; readonly confirmable: boolean }) {
  const { t } = useTranslation(['policy', 'common', 'domain']);
  const word = useWord();
  const provisional = pack.values.some((value) => value.status === 'provisional');
  const categoryName = (category: string): string => word('domain:category', category);
  const targets = categories.filter((category) => pack.targets.includes(category));
  return (
    <div className="stack">
      {provisional && confirmable && <Notice>{t('policy:provisionalNotice')}</Notice>}
      <Panel title={inWords(pack.title)} note={`${pack.id} · ${pack.version}`}>
        <dl className="pairs">
          <dt>{t('policy:effective')}</dt>
          <dd>
            {pack.effectiveTo === null ? t('policy:from', { date: formatDate(pack.effectiveFrom) }) : `${formatDate(pack.effectiveFrom)} – ${formatDate(pack.effectiveTo)}`}{' '}
            {pack.template && <Tag tone="outline">{t('policy:template')}</Tag>}
          </dd>
          <dt>{t('policy:restsOn')}</dt>
          <dd>{pack.chain.join(' ← ')}</dd>
          <dt>{t('policy:documents')}</dt>
          <dd>
            {Object.entries(pack.documents).map(([key, document]) => (
              <div key={key}>
                {t('policy:documentTitle', { title: document.title })}
                <span className="quiet">
                  {' '}
                  {[document.number, document.issuer, document.date === null ? null : formatDate(document.date)].filter((part) => part !== null && part !== '').join(' · ')}
                </span>
              </div>
            ))}
          </dd>
          <dt>{t('policy:targets')}</dt>
          <dd className="tags">
            {targets.map((category) => (
              <Tag key={category} tone="pine">
                {categoryName(category)}
              </Tag>
            ))}
          </dd>
          {Object.keys(pack.terms).length > 0 && (
            <>
              <dt>{t('policy:terms')}</dt>
              <dd>
                {Object.entries(pack.terms).map(([key, term]) => (
                  <span key={key} className="term">
                    {inWords(term)}
                  </span>
                ))}
              </dd>
            </>
          )}
        </dl>
      </Panel>
      <Values pack={pack} confirmable={confirmable} />
      <Panel title={t('policy:definitions')} note={t('policy:definitionsNote')} bare>
        {pack.categoryRules.map((rule) => (
          <Rule
            key={rule.id}
            title={categoryName(rule.category)}
            pack={pack}
            when={rule.when}
            source={rule.source}
            aside={!pack.targets.includes(rule.category) && <Tag tone="outline">{t('policy:notTarget')}</Tag>}
          />
        ))}
      </Panel>
      <Panel title={t('policy:tiers')} note={t('policy:tiersNote')} bare>
        {pack.tiers.map((tier) => {
          const rules = pack.tierRules.filter((rule) => rule.tier === tier.code);
          return (
            <article key={tier.code} className="rule">
              <header className="stack">
                <h3>{inWords(tier.label)}</h3>
                <p className="soft" style={{ marginBlockStart: 2 }}>
                  {t('policy:rhythm', { period: t(`domain:period.${tier.period}`), count: tier.visits })} · {tier.modes.map((mode) => t(`domain:mode.${mode}`)).join(' / ')}
                </p>
              </header>
              <div>
                {rules.map((rule) => (
                  <Conditions key={rule.id} when={rule.when} />
                ))}
                <Clause pack={pack} source={tier.source} />
              </div>
            </article>
          );
        })}
      </Panel>
      <Panel title={inWords(pack.visitForm.title)} note={t('policy:formNote', { version: pack.visitForm.version })}>
        <div className="form-sections">
          {pack.visitForm.sections.map((section) => (
            <section key={section.key}>
              <h3>{inWords(section.label)}</h3>
              <ul>
                {section.items.map((item) => (
                  <li key={item.key}>
                    {inWords(item.label)} {item.options !== undefined && <span className="quiet">{item.options.map((option) => inWords(option.label)).join(' / ')}</span>}
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </Panel>
      <CampaignsPanel pack={pack} />
      <RiskModelPanel pack={pack} />
      <NeedsFormPanel pack={pack} />
      {pack.silent.length > 0 && (
        <Panel title={t('policy:silent')} note={t('policy:silentNote')}>
          <ul className="silent">
            {pack.silent.map((item) => (
              <li key={inWords(item.subject)}>
                {inWords(item.subject)} <Clause pack={pack} source={item.source} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}
