// Who has a file already and might be the person who is being typed in, while he is typed in.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { elderLookalikes } from '@shouwang/contract/ledger';
import { useTranslation } from 'react-i18next';
import { call } from '../../../platform/api.ts';
import { formatDate } from '../../../platform/i18n/format.ts';
import { useRested } from '../../../platform/useMedia.ts';
import { Notice } from '../../../ui/parts.tsx';
import { dateOf, type Draft } from './entryLogic.ts';

export function Lookalikes({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation(['entry', 'domain']);
  const idNo = typeof draft.idNo === 'string' ? draft.idNo.normalize('NFKC').replace(/\s+/g, '').toUpperCase() : '';
  const name = typeof draft.name === 'string' ? draft.name.trim() : '';
  const birthDate = typeof draft.birthDate === 'string' ? dateOf(draft.birthDate) : null;
  const asked = useRested(JSON.stringify({ idNo: idNo.length === 18 || idNo.length === 15 ? idNo : '', name: name.length > 1 ? name : '', birthDate: birthDate ?? '' }), 400);
  const body = JSON.parse(asked) as { idNo: string; name: string; birthDate: string };
  const { data } = useQuery({
    queryKey: ['lookalikes', asked],
    enabled: body.idNo !== '' || body.name !== '',
    gcTime: 0,
    queryFn: ({ signal }) =>
      call(elderLookalikes, {
        body: {
          ...(body.idNo === '' ? {} : { idNo: body.idNo }),
          ...(body.name === '' ? {} : { name: body.name }),
          ...(body.birthDate === '' ? {} : { birthDate: body.birthDate }),
        },
        signal,
      }),
  });
  if (data === undefined || (data.found.length === 0 && !data.elsewhere)) return null;
  const certain = data.found.some((one) => one.by === 'idNo');
  return (
    <Notice tone={certain ? 'danger' : 'amber'}>
      <strong>{certain ? t('entry:known') : data.found.length > 0 ? t('entry:similar') : t('entry:knownElsewhere')}</strong>
      <ul className="lookalikes">
        {data.found.map((one) => (
          <li key={one.elderId}>
            <Link to="/ledger/$elderId" params={{ elderId: one.elderId }} target="_blank" className="underlined">
              {one.name}
            </Link>{' '}
            <span className="soft">
              {[
                t(`entry:by.${one.by}`),
                one.sex === null ? '' : t(`domain:sex.${one.sex}`),
                one.birthDate === null ? '' : formatDate(one.birthDate),
                one.villageName,
                one.townName,
                one.closedOn === null ? '' : t('entry:closed'),
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {data.found.length > 0 && data.elsewhere && <p>{t('entry:knownElsewhere')}</p>}
    </Notice>
  );
}
