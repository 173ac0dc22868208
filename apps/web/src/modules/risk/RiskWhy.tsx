// "Why?": every rule of the model with how it came out, what would change it, reviews and history.
import { Drawer } from 'antd';
import type { RiskView } from '@shouwang/contract/risk';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../platform/i18n/format.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Tag } from '../../ui/parts.tsx';
import { WhyRule } from '../ledger/WhyRule.tsx';
import { RiskTag } from './useRisk.tsx';

type Rule = RiskView['rules'][number];

function RuleCard({ rule }: { readonly rule: Rule }) {
  const { t } = useTranslation(['risk', 'ledger']);
  const gives =
    rule.level !== null
      ? t('risk:givesLevel', { level: t(`ledger:riskLevel.${rule.level}`) })
      : rule.holds
        ? t('risk:adds', { count: rule.points })
        : t('risk:wouldAdd', { count: rule.points });
  return <WhyRule rule={rule} title={inWords(rule.label)} note={gives} />;
}

export function RiskWhy({ risk, onClose }: { readonly risk: RiskView; readonly onClose: () => void }) {
  const { t } = useTranslation(['risk', 'common', 'ledger']);
  const part = (title: string, rules: readonly Rule[]) =>
    rules.length > 0 && (
      <section>
        <h2 style={{ marginBlockEnd: 8 }}>{title}</h2>
        {rules.map((rule) => (
          <RuleCard key={rule.rule} rule={rule} />
        ))}
      </section>
    );
  return (
    <Drawer open onClose={onClose} title={t('risk:whyTitle')} size="min(560px, 100vw)">
      <div className="stack" tabIndex={0} role="region" aria-label={t('risk:whyTitle')}>
        <p className="soft">{t('risk:whyLead', { model: inWords(risk.model), pack: risk.packId, version: risk.packVersion, date: formatDate(risk.asOf) })}</p>
        <p className="wrap-row">
          <RiskTag level={risk.level} /> <span className="number">{t('risk:points', { count: risk.points })}</span>
          {risk.provisional && (
            <>
              <Tag tone="amber">{t('common:provisional')}</Tag> <span className="panel-note">{t('common:provisionalHint')}</span>
            </>
          )}
        </p>
        <p className="panel-note">
          {t('risk:thresholds')}{' '}
          {risk.levels.map((level) => t('risk:fromPoints', { level: t(`ledger:riskLevel.${level.code}`), count: level.fromPoints })).join(t('risk:sentenceMark'))}
        </p>
        {part(
          t('risk:hardRules'),
          risk.rules.filter((rule) => rule.kind === 'hardRule'),
        )}
        {part(
          t('risk:factorsHold'),
          risk.rules.filter((rule) => rule.kind === 'factor' && rule.holds),
        )}
        {part(
          t('risk:factorsNot'),
          risk.rules.filter((rule) => rule.kind === 'factor' && !rule.holds),
        )}
        <section>
          <h2 style={{ marginBlockEnd: 8 }}>{t('risk:history')}</h2>
          {risk.history.map((one, index) => (
            <p key={index} className="wrap-row">
              {formatDate(one.asOf)} <RiskTag level={one.level} /> <span className="number soft">{t('risk:points', { count: one.points })}</span>
            </p>
          ))}
        </section>
      </div>
    </Drawer>
  );
}
