// "Why?": every rule of the pack with how it came out for this person; the clause it rests on, the
// facts and values it used, and, for a rule that does not hold, which conditions would have to change.
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { elderWhy } from '@shouwang/contract/ledger';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useTierName } from '../policy/usePack.ts';
import { WhyRule } from './WhyRule.tsx';

type Why = Reply<typeof elderWhy>;
type Rule = Why['rules'][number];

function RuleCard({ rule }: { readonly rule: Rule }) {
  const { t } = useTranslation(['ledger', 'domain']);
  const word = useWord();
  const tierName = useTierName();
  const failing = rule.conditions.filter((condition) => !condition.holds).length;
  return (
    <WhyRule
      rule={rule}
      title={rule.kind === 'category' ? word('domain:category', rule.result) : tierName(rule.result)}
      note={!rule.holds && failing > 0 ? t('ledger:wouldChange', { count: failing }) : undefined}
    />
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
