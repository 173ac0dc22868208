// Everything that happened with a file, newest first.
import { useTranslation } from 'react-i18next';
import type { ElderFile } from '@shouwang/contract/ledger';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatInstant } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { Panel, Tag } from '../../ui/parts.tsx';
import { useTierName } from '../policy/usePack.ts';
import { eventText } from './eventText.ts';

const FIRST = 12;

export function Timeline({ events }: { readonly events: ElderFile['timeline'] }) {
  const { t } = useTranslation(['ledger', 'common']);
  const word = useWord();
  const tierName = useTierName();
  const [all, setAll] = useState(false);
  const shown = all ? events : events.slice(0, FIRST);
  return (
    <Panel title={t('ledger:timeline')} note={t('common:rows', { count: events.length })} bare>
      {events.length === 0 && <p className="panel-body quiet">{t('common:empty')}</p>}
      {shown.map((event, index) => (
        <div key={`${event.at}${index}`} className="event">
          <span className="quiet">{formatInstant(event.at)}</span>
          <span>
            <Tag tone={event.kind === 'visit' ? 'pine' : 'plain'}>{t(`ledger:event.${event.kind}`)}</Tag> {eventText(event.summary, word, tierName)}{' '}
            {typeof event.summary['visitId'] === 'string' && (
              <Link to="/visits/records/$visitId" params={{ visitId: event.summary['visitId'] }} className="underlined">
                {t('common:open')}
              </Link>
            )}
            {event.by !== null && <span className="quiet"> · {event.by}</span>}
          </span>
        </div>
      ))}
      {events.length > FIRST && !all && (
        <div className="panel-body">
          <button type="button" className="plain-button" onClick={() => setAll(true)}>
            {t('ledger:showAll', { count: events.length })}
          </button>
        </div>
      )}
    </Panel>
  );
}
