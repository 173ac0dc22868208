// What surveys put on the file of an elder: who asked when and what came of it; and that somebody died or moved
// while the file does not say so.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ElderFile } from '@shouwang/contract/ledger';
import { elderSurveys } from '@shouwang/contract/surveys';
import type { Reply } from '@shouwang/contract/route';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Notice, Panel, Tag } from '../../ui/parts.tsx';
import type { FileSection } from '../ledger/sections.ts';

const useSurveysOf = (elderId: string): UseQueryResult<Reply<typeof elderSurveys>> =>
  useQuery({ queryKey: ['surveys', 'elder', elderId], queryFn: ({ signal }) => call(elderSurveys, { params: { id: elderId }, signal }) });

function SurveyBar({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['surveys']);
  const { data } = useSurveysOf(file.row.id);
  const told = data?.surveys.find((one) => one.toHandOver);
  if (told === undefined || (told.state !== 'died' && told.state !== 'moved')) return null;
  return (
    <div style={{ marginBlockStart: 12 }}>
      <Notice>{t(`surveys:bar.${told.state}`, { date: told.answeredAt === null ? '' : formatInstant(told.answeredAt) })}</Notice>
    </div>
  );
}

function SurveySide({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['surveys']);
  const word = useWord();
  const { data } = useSurveysOf(file.row.id);
  if (data === undefined) return null;
  return (
    <Panel title={t('surveys:side')} bare>
      {data.surveys.length === 0 && <div className="duty soft">{t('surveys:sideNone')}</div>}
      {data.surveys.map((one) => (
        <div key={one.roundId} className="duty">
          <span className="wrap-row">
            <Link to="/surveys/$surveyId" params={{ surveyId: one.roundId }}>
              <strong>{one.roundName}</strong>
            </Link>
            <Tag tone={one.state === 'visited' ? 'good' : one.state === 'open' ? 'outline' : 'amber'}>{t(`surveys:state.${one.state}`)}</Tag>
          </span>
          <span className="soft">
            {[
              one.answeredAt === null ? '' : formatInstant(one.answeredAt),
              one.surveyor ?? '',
              one.confirmed.length === 0 ? '' : t('surveys:sideConfirmed', { count: one.confirmed.length }),
              one.changed.length === 0 ? '' : t('surveys:sideChanged', { keys: one.changed.map((key) => word('domain:fact', key)).join(t('surveys:listMark')) }),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
        </div>
      ))}
    </Panel>
  );
}

export const surveySections: readonly FileSection[] = [
  { key: 'surveys', place: 'bar', permission: 'surveys.read', Content: SurveyBar },
  { key: 'surveys', place: 'side', permission: 'surveys.read', Content: SurveySide },
];
