// Goods and money handed over in a campaign. Money never changes hands without a receipt (decisions.md,
// Trust): one that the receiver signed, a thumb, a photo of the handing over, or a paper slip by its number.
import { ok, refuse, type IsoDate, type Result } from '../shared/index.ts';
import type { CampaignTemplate } from '../policy/pack.ts';

export const receiptKinds = ['signature', 'thumb', 'photo', 'slip'] as const;
export type ReceiptKind = (typeof receiptKinds)[number];
/** Who took it. `kin`: family; `other` neighbour, carer. Both by name. */
export const receivers = ['elder', 'kin', 'other'] as const;
export type Receiver = (typeof receivers)[number];

/** Largest sum handed to one person at once, fen: above it is a transfer, or a slip of the keyboard. */
export const MOST_MONEY_FEN = 1_000_000;

export interface Goods {
  readonly what: string;
  readonly count: number;
}
export interface Handover {
  readonly goods: readonly Goods[];
  /** Fen; 0 where no money was handed over. */
  readonly moneyFen: number;
  readonly receiver: Receiver;
  readonly receiverName: string;
  readonly receipt: { readonly kind: ReceiptKind } | null;
}
/** Marks on a record that is taken all the same: it happened. */
export const handoverMarks = ['beyondPlan', 'outsideDays', 'again'] as const;
export type HandoverMark = (typeof handoverMarks)[number];

export interface HandoverContext {
  readonly allowed: CampaignTemplate['handover'];
  readonly on: IsoDate;
  readonly startsOn: IsoDate;
  readonly endsOn: IsoDate;
  /** Fen meant for each person; null where nothing is laid down. */
  readonly planFen: number | null;
  /** Fen that he has had in this campaign, and how many times he was given anything. */
  readonly givenFen: number;
  readonly times: number;
}

export const isHandover = (record: Pick<Handover, 'goods' | 'moneyFen'>): boolean => record.goods.length > 0 || record.moneyFen > 0;

/** Refusals: campaign.noReceipt, campaign.noMoney, campaign.noHandover, campaign.receiverMissing, input.invalid. */
export function decideHandover(record: Handover, context: HandoverContext): Result<{ readonly marks: readonly HandoverMark[] }> {
  const { goods, moneyFen, receiver, receiverName, receipt } = record;
  const { allowed, planFen, givenFen } = context;
  if (!Number.isInteger(moneyFen) || moneyFen < 0 || moneyFen > MOST_MONEY_FEN) return refuse('input.invalid', { field: 'moneyFen' });
  if (goods.some((one) => one.what.trim() === '' || !Number.isInteger(one.count) || one.count < 1)) return refuse('input.invalid', { field: 'goods' });
  if (allowed === 'none') return refuse('campaign.noHandover');
  if (moneyFen > 0 && allowed !== 'goodsAndMoney') return refuse('campaign.noMoney');
  if (receiver !== 'elder' && receiverName.trim() === '') return refuse('campaign.receiverMissing');
  if (moneyFen > 0 && receipt === null) return refuse('campaign.noReceipt');
  const holds: Record<HandoverMark, boolean> = {
    beyondPlan: moneyFen > 0 && planFen !== null && givenFen + moneyFen > planFen,
    outsideDays: context.on < context.startsOn || context.on > context.endsOn,
    again: context.times > 0,
  };
  return ok({ marks: handoverMarks.filter((mark) => holds[mark]) });
}
