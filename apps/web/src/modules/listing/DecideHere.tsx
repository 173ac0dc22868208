// A proposal of the rules decided on the file itself.
import { Button } from 'antd';
import type { ListDecision, ListProposal } from '@shouwang/domain/listing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DecisionDialog } from './DecisionDialog.tsx';
import { useBulk } from './useBulk.ts';

const choices: Readonly<Record<ListProposal, readonly ListDecision[]>> = { include: ['include', 'declineInclude'], leave: ['leave', 'declineLeave'] };

export function DecideHere({ elderId, proposal }: { readonly elderId: string; readonly proposal: ListProposal }) {
  const { t } = useTranslation(['listing']);
  const bulk = useBulk();
  const [decision, setDecision] = useState<ListDecision | null>(null);
  return (
    <span className="wrap-row">
      {choices[proposal].map((one, index) => (
        <Button key={one} size="small" type={index === 0 ? 'primary' : 'default'} onClick={() => setDecision(one)}>
          {t(`listing:decision.${one}`)}
        </Button>
      ))}
      {decision !== null && (
        <DecisionDialog
          decision={decision}
          count={1}
          state={bulk.state}
          onDecide={async (reason) => {
            await bulk.run([elderId], decision, reason);
            setDecision(null);
          }}
          onStop={bulk.stop}
          onClose={() => setDecision(null)}
        />
      )}
    </span>
  );
}
