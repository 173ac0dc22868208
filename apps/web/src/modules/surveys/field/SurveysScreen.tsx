// 摸底: the surveyor's villages with who is left, those still to see first.
import { useTranslation } from 'react-i18next';
import { useMinute, useSnapshot } from '../../../platform/device/app.tsx';
import { formatDate } from '../../../platform/i18n/format.ts';
import { LinkButton, Heading, Notice, Tag } from '../../../ui/field/parts.tsx';
import { address } from '../../../ui/field/route.ts';
import { villageView, type SubjectView } from './subjects.ts';
import { useBegun, useSurveys } from './useSurveys.ts';

const dayHere = (at: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(at));

export function SurveysScreen() {
  const { t } = useTranslation(['surveyField']);
  const { outbox, lastPull } = useSnapshot();
  const { rounds, subjects } = useSurveys();
  const today = dayHere(useMinute());
  const villages = rounds.flatMap((survey) => survey.villages.filter((village) => village.to === null || village.to >= today).map((village) => ({ survey, village })));
  return (
    <>
      <Heading>{t('surveyField:title')}</Heading>
      {villages.length === 0 ? <Notice tone="plain">{t('surveyField:empty')}</Notice> : null}
      {villages.map(({ survey, village }) => {
        const people = villageView(survey, village.division, subjects, outbox, lastPull?.at ?? null);
        const open = people.filter((one) => !one.isDone);
        const done = people.filter((one) => one.isDone);
        return (
          <section key={`${survey.id}:${village.division}`} className="f-section" aria-label={village.name}>
            <div className="f-panel">
              <h2>{t('surveyField:village', { village: village.name, round: survey.name })}</h2>
              <div className="f-progress" role="status">
                <div className="f-progress-bar">
                  <div style={{ inlineSize: `${people.length === 0 ? 0 : (done.length / people.length) * 100}%` }} />
                </div>
                <span>{open.length === 0 ? t('surveyField:allDone', { all: people.length }) : t('surveyField:left', { left: open.length, all: people.length })}</span>
              </div>
              <p className="f-line">
                {survey.deadline < today ? t('surveyField:late', { date: formatDate(survey.deadline) }) : t('surveyField:deadline', { date: formatDate(survey.deadline) })}
              </p>
              {survey.purpose === '' ? null : <p className="f-line">{survey.purpose}</p>}
              <LinkButton icon="pen" to={address('surveyNew', `${survey.id}:${village.division}`)}>
                {t('surveyField:add')}
              </LinkButton>
            </div>
            <People title={t('surveyField:section.left')} people={open} />
            <People title={t('surveyField:section.done')} people={done} />
          </section>
        );
      })}
    </>
  );
}

const tones = { open: undefined, visited: 'good', none: 'good', away: 'amber', refused: 'amber', moved: 'pine', died: 'pine' } as const;

function People({ title, people }: { readonly title: string; readonly people: readonly SubjectView[] }) {
  const { t } = useTranslation(['surveyField', 'field']);
  const begun = useBegun();
  if (people.length === 0) return null;
  return (
    <>
      <h3>
        {title} {people.length}
      </h3>
      <ul className="f-list">
        {people.map((one) => {
          const tone = tones[one.state];
          const inside = (
            <>
              <span className="f-name">
                {one.name}
                {one.subject?.age == null ? null : <small>{t('field:elder.age', { count: one.subject.age })}</small>}
              </span>
              {one.place === '' ? null : <span className="f-line">{one.place}</span>}
              <span className="f-tags">
                {one.isFound ? <Tag>{t('surveyField:found')}</Tag> : null}
                {begun(one.id) ? <Tag tone="amber">{t('surveyField:draft')}</Tag> : null}
                {one.state === 'away' && !one.isDone ? (
                  <Tag tone="amber">{t('surveyField:again', { count: one.tries })}</Tag>
                ) : (
                  <Tag {...(tone === undefined ? {} : { tone })}>{t(`surveyField:state.${one.state}`)}</Tag>
                )}
                {one.isWaiting ? <Tag tone="amber">{t('surveyField:waiting')}</Tag> : null}
              </span>
            </>
          );
          return (
            <li key={one.id}>
              <article className={`f-card ${one.isDone ? '' : 'f-card-due'}`}>
                {one.subject === null ? (
                  <div className="f-card-body">{inside}</div>
                ) : (
                  <a className="f-card-body" href={address('survey', one.id)}>
                    {inside}
                  </a>
                )}
              </article>
            </li>
          );
        })}
      </ul>
    </>
  );
}
