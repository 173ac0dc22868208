// Test set-up shared by whatever rests on facts: one elder told of, as a source would.
import type { FactValues } from '@shouwang/domain/ledger';
import type { Tx } from '../../platform/db/index.ts';
import type { Services } from '../../platform/services.ts';
import { recordStatements, type StatementItem } from './public.ts';

/** States facts of an elder, of a new one unless `elderId` is given; answers whose file it is. */
export async function stateFacts(services: Services, tx: Tx, facts: Partial<FactValues>, told: Partial<Omit<StatementItem, 'facts'>> = {}): Promise<string> {
  const [answer] = await recordStatements(services, tx, [
    { elderId: null, source: 'ledger', sourceDate: '2026-11-01', sourceRef: facts.name ?? 'x', recordedBy: null, ...told, facts },
  ]);
  if (answer === undefined || answer.refusal !== undefined) throw new Error(answer?.refusal?.code ?? 'nothing was stated');
  return answer.elderId;
}
