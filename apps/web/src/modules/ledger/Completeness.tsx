// How complete a file is by the county's pack, what is missing, by which clause, and the way to fill it in.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ElderFile } from '@shouwang/contract/ledger';
import { factCatalogue, type FactKey } from '@shouwang/domain/ledger';
import { useCan } from '../../platform/session.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { usePackInForce } from '../policy/usePack.ts';

export function Completeness({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['entry', 'ledger', 'common', 'domain']);
  const mayEdit = useCan()('elders.edit');
  const pack = usePackInForce().data;
  const { required, filled, missing } = file.completeness;
  if (required === 0) return null;
  return (
    <Panel title={t('entry:completeness')} note={t('entry:progress', { filled, of: required })}>
      <span className="meter wide" role="img" aria-label={t('entry:progress', { filled, of: required })}>
        <i style={{ width: `${Math.round((filled / required) * 100)}%` }} />
      </span>
      {missing.length === 0 ? (
        <p className="soft">{t('entry:complete')}</p>
      ) : (
        <ul className="missing" aria-label={t('entry:stillMissing')}>
          <li className="soft">{t('entry:stillMissing')}</li>
          {missing.map((one) => {
            const key = (one.facts[0] ?? 'name') as FactKey;
            const title = pack?.documents[one.source.document]?.title ?? '';
            const label = one.facts.map((fact) => t(`domain:fact.${fact as FactKey}`)).join(t('entry:or'));
            return (
              <li key={key} title={[title, one.source.clause].filter((part) => part !== '').join(' ')}>
                {mayEdit ? (
                  <Link to="/ledger/$elderId/edit" params={{ elderId: file.row.id }} search={{ group: factCatalogue[key].group }}>
                    {label}
                  </Link>
                ) : (
                  <span>{label}</span>
                )}
                {one.provisional && <Tag tone="outline">{t('common:provisional')}</Tag>}
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
