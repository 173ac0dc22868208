// Any one pack in words, also those that are not in force here.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { packById } from '@shouwang/contract/policy';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { inWords } from '../../platform/i18n/useWords.ts';
import { Page } from '../../ui/parts.tsx';
import { Loaded } from '../../ui/states.tsx';
import { PackBody } from './PackBody.tsx';

export function PackPage() {
  const { t } = useTranslation(['policy', 'shell']);
  const { packId } = useParams({ from: '/policy/$packId' });
  const pack = useQuery({ queryKey: ['policy', 'pack', packId], queryFn: ({ signal }) => call(packById, { params: { id: packId }, signal }) });
  return (
    <Page title={pack.data === undefined ? t('policy:onePack') : inWords(pack.data.title)} lead={<Link to="/policy">‹ {t('shell:nav.policy')}</Link>}>
      <Loaded query={pack} lines={14}>
        {(data) => <PackBody pack={data} confirmable={false} />}
      </Loaded>
    </Page>
  );
}
