// 政策: the pack in force, and every pack that the installation knows.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { packList } from '@shouwang/contract/policy';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Page, Panel, Tag } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { PackBody } from './PackBody.tsx';
import { usePackInForce } from './usePack.ts';

function PackList() {
  const { t } = useTranslation(['policy']);
  const packs = useQuery({ queryKey: ['policy', 'packs'], queryFn: ({ signal }) => call(packList, { signal }) });
  return (
    <Panel title={t('policy:allPacks')} note={t('policy:allPacksNote')} bare>
      <Loaded query={packs} lines={4}>
        {(data) => (
          <ul>
            {data.packs.map((pack) => (
              <li key={pack.id} className="pack-line">
                <Link to="/policy/$packId" params={{ packId: pack.id }}>
                  {inWords(pack.title)}
                </Link>
                <span className="quiet">
                  {pack.id} · {pack.version} · {t('policy:from', { date: formatDate(pack.effectiveFrom) })}
                </span>
                <span className="tags">
                  {pack.inForce && <Tag tone="good">{t('policy:inForce')}</Tag>}
                  {pack.template && <Tag tone="outline">{t('policy:template')}</Tag>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

export function PolicyPage() {
  const { t } = useTranslation(['policy', 'shell']);
  const pack = usePackInForce();
  return (
    <Page title={t('shell:nav.policy')} lead={t('policy:lead')}>
      <div className="stack">
        <Loaded query={pack} lines={14}>
          {(data) => <PackBody pack={data} confirmable />}
        </Loaded>
        <PackList />
      </div>
    </Page>
  );
}
