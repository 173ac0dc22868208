// Visits that were begun and whose person is no longer on the list: they can be finished, and are taken.
import { useTranslation } from 'react-i18next';
import { Button, LinkButton } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import type { VisitDraft } from './form.ts';
import { useDrafts, useTwoTaps } from './useDay.ts';

export function LeftDrafts({ drafts }: { readonly drafts: readonly VisitDraft[] }) {
  const { t } = useTranslation('visitField');
  return (
    <section className="f-section" aria-label={t('begun.title')}>
      <h2>{t('begun.title')}</h2>
      <p className="f-soft">{t('begun.lead')}</p>
      <ul className="f-list">
        {drafts.map((draft) => (
          <li key={draft.commandId} className="f-panel">
            <Left draft={draft} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Left({ draft }: { readonly draft: VisitDraft }) {
  const { t } = useTranslation('visitField');
  const drafts = useDrafts();
  const dropping = useTwoTaps(() => void drafts.discard(draft.elderId));
  return (
    <>
      <p className="f-name">{draft.elderName}</p>
      <LinkButton kind="primary" to={address('visit', draft.elderId)}>
        {t('begun.finish')}
      </LinkButton>
      <Button kind="quiet" onPress={dropping.tap}>
        {dropping.asked ? t('begun.dropSure') : t('begun.drop')}
      </Button>
    </>
  );
}
