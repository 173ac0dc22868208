// What is due and open for one elder, and who answers for it.
import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import type { ElderFile } from '@shouwang/contract/ledger';
import { formatDate, formatDay } from '../../platform/i18n/format.ts';
import { today } from '../../platform/clock.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Meter } from '../../ui/Meter.tsx';
import { Panel, Tag } from '../../ui/parts.tsx';

export function DutyList({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['ledger', 'visits', 'domain']);
  const word = useWord();
  return (
    <Panel title={t('ledger:duties')} note={file.tier === null ? undefined : t('ledger:rhythm', { period: t(`domain:period.${file.tier.period}`), count: file.tier.visits })} bare>
      {file.duties.length === 0 && <p className="panel-body quiet">{file.tier === null ? t('ledger:noDutyNoTier') : t('ledger:noDuty')}</p>}
      {file.duties.map((duty) => {
        const open = duty.done < duty.required;
        const overdue = open && !duty.suspended && duty.end < today();
        const modes = duty.modes.map((mode) => word('domain:mode', mode)).join(t('visits:listMark'));
        return (
          <div key={`${duty.kind}${duty.start}`} className="duty">
            <span className="wrap-row" style={{ justifyContent: 'space-between' }}>
              <span>
                {formatDay(duty.start)} – {formatDay(duty.end)}
              </span>
              {duty.suspended ? (
                <Tag>{t('visits:suspended')}</Tag>
              ) : (
                <Tag tone={overdue ? 'danger' : open ? 'amber' : 'good'}>{overdue ? t('ledger:overdue') : open ? t('ledger:open') : t('ledger:done')}</Tag>
              )}
            </span>
            <span className="wrap-row soft">
              <Meter share={duty.required === 0 ? 1 : duty.done / duty.required} over={open} />
              {t('ledger:doneOf', { done: duty.done, required: duty.required })}
              <span className="quiet">{modes}</span>
              {duty.dueBy !== null && duty.done === 0 && <Tag tone="amber">{t('visits:dueBy', { date: formatDay(duty.dueBy) })}</Tag>}
            </span>
          </div>
        );
      })}
    </Panel>
  );
}

export function ResponsibleList({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['ledger', 'domain']);
  return (
    <Panel title={t('ledger:responsiblePeople')} bare>
      {file.assignments.length === 0 && (
        <div className="panel-body">
          <Tag tone="amber">{t('ledger:uncovered')}</Tag> <Link to="/network">{t('ledger:toNetwork')}</Link>
        </div>
      )}
      {file.assignments.map((assignment) => (
        <div key={assignment.id} className="duty">
          <span className="wrap-row">
            <strong>{assignment.visitorName}</strong>
            <Tag tone={assignment.role === 'responsible' ? 'pine' : 'plain'}>
              {t(`domain:assignmentRole.${assignment.role as 'responsible'}`, { defaultValue: assignment.role })}
            </Tag>
          </span>
          <span className="wrap-row soft">
            <span>{t(`domain:visitorKind.${assignment.visitorKind as 'helper'}`, { defaultValue: assignment.visitorKind })}</span>
            <span className="number">{assignment.phoneMasked}</span>
            <span className="quiet">
              {assignment.to === null ? t('ledger:since', { date: formatDate(assignment.from) }) : `${formatDate(assignment.from)} – ${formatDate(assignment.to)}`}
            </span>
          </span>
        </div>
      ))}
    </Panel>
  );
}
