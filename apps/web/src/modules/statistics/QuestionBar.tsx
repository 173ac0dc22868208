// Rows, columns, conditions and day of a question; the ready questions above them.
import { SwapOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { addMonths, lastDayOfMonth, monthOf } from '@shouwang/domain/shared';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { thisMonth } from '../../platform/clock.ts';
import { formatMonth } from '../../platform/i18n/format.ts';
import { Chip } from '../../ui/parts.tsx';
import { conditionsOf, readyKeys, readyQuestion, whereWith, type Question } from './question.ts';
import { useDimensionWords } from './useDimensionWords.ts';

const MONTHS = 36;
const sameQuestion = (a: Pick<Question, 'rows' | 'columns' | 'where'>, b: Pick<Question, 'rows' | 'columns' | 'where'>): boolean =>
  a.rows === b.rows && a.columns === b.columns && a.where.join() === b.where.join();

/** Ends of months since counting began, newest first. */
function monthEnds(since: string | null): string[] {
  const ends: string[] = [];
  if (since === null) return ends;
  for (let month = addMonths(thisMonth(), -1); month >= monthOf(since) && ends.length < MONTHS; month = addMonths(month, -1)) ends.push(lastDayOfMonth(month));
  return ends;
}

interface Asked {
  readonly question: Question;
  /** What the ready questions call a place: towns of a county, villages of a town. */
  readonly place: 'town' | 'village';
  /** The first day of which is known. */
  readonly since: string | null;
  readonly ask: (question: Question) => void;
}

export function QuestionBar({ question, place, since, ask }: Asked) {
  const { t } = useTranslation(['statistics', 'common']);
  const words = useDimensionWords();
  const [adding, setAdding] = useState<string | null>(null);
  const conditions = conditionsOf(question.where);
  const shown = [...conditions.keys(), ...(adding === null || conditions.has(adding) ? [] : [adding])];
  const { columns, on, shade: _, ...rest } = question;
  const withColumns = (key: string | undefined): Question => ({
    ...rest,
    ...(on === undefined ? {} : { on }),
    ...(key === undefined || key === rest.rows ? {} : { columns: key }),
  });
  const ends = monthEnds(since);
  return (
    <div className="question">
      <div className="chips" role="group" aria-label={t('statistics:ready')}>
        {readyKeys.map((key) => {
          const ready = readyQuestion(key, place);
          return (
            <Chip key={key} pressed={sameQuestion(ready, question)} onClick={() => ask({ ...ready, view: question.view, measure: 'persons', ...(on === undefined ? {} : { on }) })}>
              {t(`statistics:readyName.${key}`)}
            </Chip>
          );
        })}
      </div>
      <div className="question-line">
        <span className="question-part">
          <span className="field-label">{t('statistics:rows')}</span>
          <Select
            aria-label={t('statistics:rows')}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={240}
            value={question.rows}
            onChange={(rows: string) => ask({ ...withColumns(columns === rows ? undefined : columns), rows })}
            options={words.choices()}
          />
        </span>
        <Button
          type="text"
          icon={<SwapOutlined />}
          aria-label={t('statistics:swap')}
          disabled={columns === undefined}
          onClick={() => columns !== undefined && ask({ ...withColumns(question.rows), rows: columns, columns: question.rows })}
        />
        <span className="question-part">
          <span className="field-label">{t('statistics:columns')}</span>
          <Select
            aria-label={t('statistics:columns')}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={240}
            allowClear
            placeholder={t('statistics:noColumns')}
            value={columns ?? null}
            onChange={(key: string | null | undefined) => ask(withColumns(key ?? undefined))}
            options={words.choices([question.rows])}
          />
        </span>
        <span className="question-part">
          <span className="field-label">{t('statistics:asOf')}</span>
          <Select
            aria-label={t('statistics:asOf')}
            popupMatchSelectWidth={false}
            value={on ?? ''}
            onChange={(day: string) => ask({ ...rest, ...(columns === undefined ? {} : { columns }), ...(day === '' ? {} : { on: day }) })}
            options={[
              { value: '', label: t('statistics:now') },
              ...[...new Set([...ends, ...(on === undefined ? [] : [on])])].map((day) => ({ value: day, label: t('statistics:monthEnd', { month: formatMonth(monthOf(day)) }) })),
            ]}
          />
        </span>
        {shown.map((key) => (
          <span className="question-part" key={key}>
            <span className="field-label">{words.name(key)}</span>
            <Select
              mode="multiple"
              allowClear
              defaultOpen={key === adding}
              maxTagCount={2}
              style={{ minWidth: 160 }}
              popupMatchSelectWidth={220}
              aria-label={words.name(key)}
              placeholder={t('statistics:any')}
              optionFilterProp="label"
              value={[...(conditions.get(key) ?? [])]}
              onChange={(codes: string[]) => {
                if (codes.length === 0) setAdding(null);
                ask({ ...question, where: whereWith(question.where, key, codes) });
              }}
              options={words.codes(key)}
            />
          </span>
        ))}
        <Select
          aria-label={t('statistics:addCondition')}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={240}
          style={{ minWidth: 130 }}
          placeholder={t('statistics:addCondition')}
          value={null}
          onChange={(key: string | null) => setAdding(key)}
          options={words.choices([...shown, 'town', 'village'])}
        />
        {question.where.length > 0 && (
          <Button
            type="text"
            onClick={() => {
              setAdding(null);
              ask({ ...question, where: [] });
            }}
          >
            {t('common:reset')}
          </Button>
        )}
      </div>
    </div>
  );
}
