// List and life beside the facts of a file: state, what happened (undone by the town), what bears on
// visits, inclusions by hand, decisions.
import { Button, Input } from 'antd';
import type { ElderFile } from '@shouwang/contract/ledger';
import { addCertificate, endArrangement, undoLife, type FileListing } from '@shouwang/contract/listing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/api.ts';
import { today } from '../../platform/clock.ts';
import { formatDate } from '../../platform/i18n/format.ts';
import { useWord } from '../../platform/i18n/useWords.ts';
import { useCan } from '../../platform/session.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Panel, Tag } from '../../ui/parts.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { InclusionDecision } from './InclusionDecision.tsx';
import { useFileListing, useRefresh } from './useFileListing.ts';
import './listing.css';

type Event = FileListing['events'][number];
type Arrangement = FileListing['arrangements'][number];

function Happened({ event }: { readonly event: Event }) {
  const { t } = useTranslation(['listing', 'common']);
  const can = useCan();
  const refresh = useRefresh();
  const [asking, setAsking] = useState<'undo' | 'certificate' | null>(null);
  const [certificate, setCertificate] = useState({ on: today(), text: '' });
  const name = t(`listing:event.${event.kind}`);
  return (
    <li>
      <span className={event.undone === null ? 'wrap-row' : 'wrap-row undone'}>
        <strong>{name}</strong> <span>{formatDate(event.on)}</span>
        {event.undone === null && event.entitlements !== 'none' && <Tag tone="amber">{t(`listing:entitlements.${event.entitlements}`)}</Tag>}
        {event.wantsCertificate && <Tag tone="amber">{t('listing:side.certificateWanted')}</Tag>}
      </span>
      <div className="soft">{event.reason}</div>
      {event.certificate !== null && <div className="soft">{t('listing:side.certificateAt', { text: event.certificate.text, date: formatDate(event.certificate.on) })}</div>}
      {event.undone !== null && <div className="quiet">{t('listing:side.undone', { date: formatDate(event.undone.at), reason: event.undone.reason })}</div>}
      <span className="wrap-row">
        {event.recordedBy !== null && <span className="quiet">{t('listing:side.by', { name: event.recordedBy })}</span>}
        {event.wantsCertificate && can('life.record') && (
          <Button size="small" type="link" onClick={() => setAsking('certificate')}>
            {t('listing:side.certificate')}
          </Button>
        )}
        {event.undoable && can('life.undo') && (
          <Button size="small" type="link" onClick={() => setAsking('undo')}>
            {t('listing:side.undo')}
          </Button>
        )}
      </span>
      {asking === 'undo' && (
        <ReasonDialog
          title={t('listing:side.undoTitle', { event: name })}
          lead={t('listing:side.undoLead')}
          confirmLabel={t('listing:side.undo')}
          onConfirm={async (reason) => {
            await call(undoLife, { params: { id: event.id }, body: { reason } });
            await refresh();
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'certificate' && (
        <FormDialog
          title={t('listing:side.certificate')}
          okText={t('listing:save')}
          isComplete={certificate.text.trim().length >= 2}
          onSave={async () => {
            await call(addCertificate, { params: { id: event.id }, body: { on: certificate.on, text: certificate.text.trim() } });
            await refresh();
          }}
          onClose={() => setAsking(null)}
        >
          <div className="field">
            <label htmlFor="certificate-text">{t('listing:field.certificate')}</label>
            <Input id="certificate-text" autoFocus maxLength={200} value={certificate.text} onChange={(change) => setCertificate({ ...certificate, text: change.target.value })} />
          </div>
          <div className="field">
            <label htmlFor="certificate-on">{t('listing:field.certificateOn')}</label>
            <Input id="certificate-on" type="date" max={today()} value={certificate.on} onChange={(change) => setCertificate({ ...certificate, on: change.target.value })} />
          </div>
        </FormDialog>
      )}
    </li>
  );
}

function Arranged({ one }: { readonly one: Arrangement }) {
  const { t } = useTranslation(['listing', 'common']);
  const word = useWord();
  const can = useCan();
  const refresh = useRefresh();
  const [ending, setEnding] = useState(false);
  const isOver = one.to !== null && one.to < today();
  const modes = one.modes.map((mode) => word('domain:mode', mode)).join(t('listing:listMark'));
  return (
    <li>
      <span className="wrap-row">
        <strong>{t(`listing:arrangement.${one.kind}`, { count: one.visits ?? 0, modes })}</strong>
        {one.cause !== null && <Tag>{t(`listing:cause.${one.cause}`)}</Tag>}
        <span className="quiet">
          {one.to === null || one.to < one.from ? t('listing:since', { date: formatDate(one.from) }) : t('listing:span', { from: formatDate(one.from), to: formatDate(one.to) })}
        </span>
      </span>
      {one.reason !== '' && <div className="soft">{one.reason}</div>}
      {one.ended !== null && <div className="quiet">{t('listing:side.ended', { reason: one.ended.reason })}</div>}
      <span className="wrap-row">
        {one.decidedBy !== null && <span className="quiet">{t('listing:side.decidedBy', { name: one.decidedBy })}</span>}
        {!isOver && (one.kind === 'extra' || one.kind === 'substitute') && can('listing.decide') && (
          <Button size="small" type="link" onClick={() => setEnding(true)}>
            {t('listing:end')}
          </Button>
        )}
      </span>
      {ending && (
        <ReasonDialog
          title={t('listing:endTitle')}
          confirmLabel={t('listing:end')}
          onConfirm={async (reason) => {
            await call(endArrangement, { params: { id: one.id }, body: { reason } });
            await refresh();
          }}
          onClose={() => setEnding(false)}
        />
      )}
    </li>
  );
}

export function ListingSide({ file }: { readonly file: ElderFile }) {
  const { t } = useTranslation(['listing', 'common', 'domain']);
  const can = useCan();
  const { data } = useFileListing(file.row.id);
  if (data === undefined) return null;
  const since =
    data.leftOn !== null ? t('listing:leftOn', { date: formatDate(data.leftOn) }) : data.enteredOn !== null ? t('listing:enteredOn', { date: formatDate(data.enteredOn) }) : '';
  const isEmpty = data.events.length + data.arrangements.length + data.inclusions.length + data.decisions.length === 0;
  return (
    <Panel
      title={t('listing:side.title')}
      note={
        <span className="wrap-row">
          <Tag tone={data.state === 'confirmed' && data.closedOn === null ? 'good' : 'plain'}>
            {data.closedOn === null ? t(`listing:state.${data.state}`) : t('listing:isClosed')}
          </Tag>
          {since}
        </span>
      }
      bare
    >
      {isEmpty && <p className="panel-body quiet">{t('listing:side.nothing')}</p>}
      {data.events.length > 0 && (
        <>
          <p className="life-heading">{t('listing:side.events')}</p>
          <ul className="life-list">
            {data.events.map((event) => (
              <Happened key={event.id} event={event} />
            ))}
          </ul>
        </>
      )}
      {data.arrangements.length > 0 && (
        <>
          <p className="life-heading">{t('listing:side.arrangements')}</p>
          <ul className="life-list">
            {data.arrangements.map((one) => (
              <Arranged key={one.id} one={one} />
            ))}
          </ul>
        </>
      )}
      {data.inclusions.length > 0 && (
        <>
          <p className="life-heading">{t('listing:side.inclusions')}</p>
          <ul className="life-list">
            {data.inclusions.map((one) => (
              <li key={one.id}>
                <span className="wrap-row">
                  <strong>{t(`domain:category.${one.category}`)}</strong>{' '}
                  <Tag tone={one.state === 'confirmed' ? 'good' : one.state === 'proposed' ? 'amber' : 'plain'}>{t(`listing:inclusionState.${one.state}`)}</Tag>
                  <span className="quiet">{t('listing:span', { from: formatDate(one.from), to: formatDate(one.to) })}</span>
                </span>
                <div className="soft">{[one.reason, one.decision].filter((part) => part !== '').join(t('listing:listMark'))}</div>
                <span className="wrap-row">
                  {one.proposedBy !== null && <span className="quiet">{t('listing:side.proposedBy', { name: one.proposedBy })}</span>}
                  {one.state === 'confirmed' && can('listing.decide') && <InclusionDecision inclusion={one} state="confirmed" />}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {data.decisions.length > 0 && (
        <>
          <p className="life-heading">{t('listing:side.decisions')}</p>
          <ul className="life-list">
            {data.decisions.map((one) => (
              <li key={one.id}>
                <span className="wrap-row">
                  <strong>{t(`listing:decisionDone.${one.decision}`)}</strong> <span>{formatDate(one.on)}</span>
                </span>
                {one.reason !== '' && <div className="soft">{one.reason}</div>}
                {one.by !== null && <span className="quiet">{t('listing:side.by', { name: one.by })}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
